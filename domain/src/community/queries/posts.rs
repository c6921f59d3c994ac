use jiff::Timestamp;
use serde::Deserialize;

use super::PostDetails;
use crate::community::{AuthorId, CommunityRefusal, PostId};
use kit_domain::{Limit, Page, ReadModelError};

/// A page of a user's posts, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posts {
    /// Whose posts.
    pub of: AuthorId,
    /// Where the page before ended.
    pub before: Option<PostPlace>,
    /// How many a page holds at most. It may hold fewer although more follow; then it says where the next page begins.
    pub limit: Limit,
}

/// A post's place among its author's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PostPlace {
    /// When it was published.
    pub time: Timestamp,
    /// Which of those that were published then.
    pub post: PostId,
}

/// Whether the community answers a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct AuthorStanding {
    /// When the account was closed, as far as the community knows.
    #[serde(default, rename = "closedAt")]
    pub closed: Option<Timestamp>,
}

impl AuthorStanding {
    /// Checks that the user may query anything.
    ///
    /// # Errors
    /// [`CommunityRefusal::AuthorClosed`].
    pub fn may_ask(self, author: AuthorId) -> Result<(), CommunityRefusal> {
        if self.closed.is_some() { Err(CommunityRefusal::AuthorClosed(author)) } else { Ok(()) }
    }
}

/// The read model of the community's queries.
pub trait CommunityReadModel {
    /// The page of posts that `query` asks for.
    fn posts(&self, query: &Posts)
    -> impl Future<Output = Result<Page<PostDetails, PostPlace>, ReadModelError>> + Send;

    /// One post.
    fn post(&self, id: PostId) -> impl Future<Output = Result<Option<PostDetails>, ReadModelError>> + Send;

    /// The standing of a user.
    fn author_standing(&self, id: AuthorId) -> impl Future<Output = Result<AuthorStanding, ReadModelError>> + Send;
}

impl Posts {
    /// The posts, newest first.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(
        &self,
        community: &impl CommunityReadModel,
    ) -> Result<Page<PostDetails, PostPlace>, ReadModelError> {
        community.posts(self).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::given::{mary, now};

    #[test]
    fn a_closed_author_may_query_nothing() {
        assert_eq!(AuthorStanding { closed: None }.may_ask(mary()), Ok(()));
        let closed = AuthorStanding { closed: Some(now()) };
        assert_eq!(closed.may_ask(mary()), Err(CommunityRefusal::AuthorClosed(mary())));
    }
}
