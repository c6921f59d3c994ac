use domain::community::queries::PostDetails;
use kit_lambda::http::Rfc3339;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

/// A post.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Post")]
pub(super) struct PostJson {
    /// Its id.
    uuid: Uuid,
    /// Whose it is.
    user_uuid: Uuid,
    /// Their name.
    #[schemars(example = "Mary Attendee")]
    user: String,
    /// What it is about.
    #[schemars(example = "My first week")]
    title: String,
    /// What it says.
    #[schemars(example = "I can do a pull-up!")]
    body: String,
    /// When it was published.
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
