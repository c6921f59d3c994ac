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
