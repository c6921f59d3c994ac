use super::{Amount, Reason};

kit_domain::refusals! {
    /// Why the credit accounts say no.
    pub enum CreditsRefusal {
        /// A balance is never negative.
        #[error("not enough credits: {needed} needed, {balance} there")]
        NotEnoughCredits {
            /// How many credits are needed.
            needed: u64 = Amount::ONE.get(),
            /// How many there are.
            balance: u64 = 0,
        } => NOT_ENOUGH_CREDITS: Conflict, "not-enough-credits", "Not enough credits";
        /// Credits move in whole, positive, bounded numbers.
        #[error("the amount must be {least} to {most}, provided: {provided}")]
        InvalidAmount {
            /// The number given.
            provided: i64 = 0,
            /// The least possible.
            least: u32 = 1,
            /// The most possible.
            most: u32 = Amount::MOST_TO_GRANT,
        } => INVALID_AMOUNT: InvalidValue, "invalid-amount", "Not an amount of credits";
        /// The attendee reads the reason on the statement.
        #[error("the reason must have 1 to {most} characters and not be blank, provided: {provided}", most = Reason::MOST_CHARACTERS)]
        InvalidReason {
            /// How many characters were given.
            provided: usize = Reason::MOST_CHARACTERS + 1,
        } => INVALID_REASON: InvalidValue, "invalid-reason", "Not a reason";
    }
}
