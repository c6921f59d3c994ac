/// Why the credit accounts say no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditsRefusal {
    /// A balance is never negative.
    #[error("not enough credits: {needed} needed, {balance} there")]
    NotEnoughCredits {
        /// How many credits it takes.
        needed: u64,
        /// How many there are.
        balance: u64,
    },
    /// Credits move in whole, positive, bounded numbers.
    #[error("the amount must be {least} to {most}, provided: {provided}")]
    InvalidAmount {
        /// What was given.
        provided: i64,
        /// The least possible.
        least: u32,
        /// The most possible.
        most: u32,
    },
    /// Somebody will want to know why.
    #[error("the reason must have 1 to {most} characters and not be blank, provided: {provided}", most = super::Reason::MOST_CHARACTERS)]
    InvalidReason {
        /// How many characters were given.
        provided: usize,
    },
}
