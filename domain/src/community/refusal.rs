use super::{AuthorId, Body, Title};
use crate::examples;

kit_domain::refusals! {
    /// Why the community says no.
    pub enum CommunityRefusal {
        /// A title says something, and is short.
        #[error("a title has 1 to {most} characters and is not blank, provided: {provided}", most = Title::MOST_CHARACTERS)]
        InvalidTitle {
            /// How many characters were given.
            provided: usize = Title::MOST_CHARACTERS + 1,
        } => INVALID_TITLE: InvalidValue, "invalid-title", "Not a title";
        /// A body says something, and has a bounded length.
        #[error("a body has 1 to {most} characters and is not blank, provided: {provided}", most = Body::MOST_CHARACTERS)]
        InvalidBody {
            /// How many characters were given.
            provided: usize = Body::MOST_CHARACTERS + 1,
        } => INVALID_BODY: InvalidValue, "invalid-body", "Not a body";
        /// A deactivated account neither publishes nor reads.
        #[error("the account {0} is deactivated")]
        AuthorClosed(AuthorId = examples::id())
            => ACCOUNT_DEACTIVATED: NotAllowed, "account-deactivated", "The account is deactivated";
        /// There is no such post.
        #[error("there is no post {0}")]
        NotFound(super::PostId = examples::id()) => NOT_FOUND: NotFound, "not-found", "Not found";
    }
}
