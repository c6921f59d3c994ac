use super::UserId;

/// Why the users' context says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsersRefusal {
    /// Nobody has registered under this id.
    #[error("there is no user {0}")]
    NotFound(UserId),
    /// Nothing is done for an account that is deactivated, nor by it.
    #[error("the account {0} is deactivated")]
    Deactivated(UserId),
}
