use super::UserId;

/// Why the users' context says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsersRefusal {
    /// Nobody has registered under this id.
    #[error("there is no user {0}")]
    NotFound(UserId),
}
