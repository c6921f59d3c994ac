use jiff::Timestamp;
use serde::Deserialize;

use super::CommunityReadModel;
use crate::community::{Body, PostId, PostedBy, Title};
use kit_domain::ReadModelError;

/// One post of any author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostById {
    /// Which post.
    pub post: PostId,
}

/// A post as a query shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PostDetails {
    /// Its id.
    pub id: PostId,
    /// Who wrote it.
    pub author: PostedBy,
    /// Its subject.
    pub title: Title,
    /// Its text.
    pub body: Body,
    /// When it was published.
    pub time: Timestamp,
}

impl PostById {
    /// The post, if it is there.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(&self, community: &impl CommunityReadModel) -> Result<Option<PostDetails>, ReadModelError> {
        community.post(self.post).await
    }
}

#[cfg(test)]
mod tests {
    use kit_domain::{Page, testing::at_once};

    use super::*;
    use crate::community::{
        AuthorId,
        given::{now, post, publish},
        queries::{AuthorStanding, PostPlace, Posts},
    };

    /// The only post that there is.
    struct OnePost(PostDetails);

    impl CommunityReadModel for OnePost {
        async fn posts(&self, _query: &Posts) -> Result<Page<PostDetails, PostPlace>, ReadModelError> {
            Ok(Page { entries: vec![self.0.clone()], next: None })
        }

        async fn post(&self, id: PostId) -> Result<Option<PostDetails>, ReadModelError> {
            Ok((id == self.0.id).then(|| self.0.clone()))
        }

        async fn author_standing(&self, _id: AuthorId) -> Result<AuthorStanding, ReadModelError> {
            Ok(AuthorStanding::default())
        }
    }

    #[test]
    fn a_post_is_found_by_its_id() {
        let published = publish(7);
        let details = PostDetails {
            id: post(7),
            author: published.author,
            title: published.title,
            body: published.body,
            time: now(),
        };
        let community = OnePost(details.clone());
        assert_eq!(at_once(PostById { post: post(7) }.ask(&community)).unwrap(), Some(details));
        assert_eq!(at_once(PostById { post: post(8) }.ask(&community)).unwrap(), None);
    }
}
