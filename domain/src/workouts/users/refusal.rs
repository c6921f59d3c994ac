use crate::{examples, workouts::UserId};

kit_domain::refusals! {
    /// Why the users' module says no.
    pub enum UsersRefusal {
        /// Nobody has registered under this id.
        #[error("there is no user {0}")]
        NotFound(UserId = examples::id()) => NOT_FOUND: NotFound, "not-found", "Not found";
        /// Nothing is done for an account that is deactivated, nor by it.
        #[error("the account {0} is deactivated")]
        Deactivated(UserId = examples::id())
            => ACCOUNT_DEACTIVATED: NotAllowed, "account-deactivated", "The account is deactivated";
    }
}
