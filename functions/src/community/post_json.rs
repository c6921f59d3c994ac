use domain::community::queries::PostDetails;
use serde::Serialize;
use uuid::Uuid;

use crate::http::Rfc3339;

/// A post as the API tells it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PostJson {
    uuid: Uuid,
    user_uuid: Uuid,
    user: String,
    title: String,
    body: String,
    time: Rfc3339,
}

impl From<PostDetails> for PostJson {
    fn from(post: PostDetails) -> Self {
        Self {
            uuid: post.id.into(),
            user_uuid: post.author.id.into(),
            user: post.author.name.as_str().to_owned(),
            title: post.title.as_str().to_owned(),
            body: post.body.as_str().to_owned(),
            time: Rfc3339(post.time),
        }
    }
}
