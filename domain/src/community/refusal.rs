use super::AuthorId;

/// Why the community says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommunityRefusal {
    /// A title says something, and is short.
    #[error("a title has 1 to {most} characters and is not blank, provided: {provided}", most = super::Title::MOST_CHARACTERS)]
    InvalidTitle {
        /// How many characters were given.
        provided: usize,
    },
    /// A body says something, and is no book.
    #[error("a body has 1 to {most} characters and is not blank, provided: {provided}", most = super::Body::MOST_CHARACTERS)]
    InvalidBody {
        /// How many characters were given.
        provided: usize,
    },
    /// Nothing is published for an account that is deactivated, nor told to it.
    #[error("the account {0} is deactivated")]
    AuthorClosed(AuthorId),
}
