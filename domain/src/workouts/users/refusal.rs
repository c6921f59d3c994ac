use crate::{examples, workouts::UserId};

kit_domain::refusals! {
    /// Why the users' module says no.
    pub enum UsersRefusal {
        /// Nobody has registered under this id.
        #[error("there is no user {0}")]
        NotFound(UserId = examples::id()) => NOT_FOUND: NotFound, "not-found", "Not found";
        /// A deactivated account neither does anything nor gets anything.
        #[error("the account {0} is deactivated")]
        Deactivated(UserId = examples::id())
            => ACCOUNT_DEACTIVATED: NotAllowed, "account-deactivated", "The account is deactivated";
    }
}
