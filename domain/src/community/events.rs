use serde::{Deserialize, Serialize};

use super::{AuthorId, PostId};

/// What has happened to a post.
///
/// Its serialized form is the `type` and `data` of the stored and published event. Events carry ids,
/// never titles, bodies or names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum PostEvent {
    /// Somebody told something.
    #[serde(rename = "post.published.v1")]
    Published {
        /// The post.
        post: PostId,
        /// Who wrote it.
        author: AuthorId,
    },
    /// It is not told any more, and nothing of it is left.
    #[serde(rename = "post.deleted.v1")]
    Deleted {
        /// The post.
        post: PostId,
        /// Who had written it.
        author: AuthorId,
    },
}

/// What has happened to an author.
///
/// Its serialized form is the `type` and `data` of the stored and published event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum AuthorEvent {
    /// They publish nothing any more.
    #[serde(rename = "author.closed.v1")]
    Closed {
        /// Who.
        author: AuthorId,
    },
}
