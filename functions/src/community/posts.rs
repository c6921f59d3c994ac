use domain::community::queries::Posts;
use schemars::JsonSchema;
use serde::Serialize;

use super::post_json::PostJson;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Cursor, Problem, Reply},
};

/// `GET /api/users/{uuid}/posts`: a user's posts, newest first, for every user.
pub static POSTS: Function = Function::http("posts", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<PostsJson>("posts", "GET /api/users/{uuid}/posts", "A member's posts, newest first")
        .about("Of somebody unknown the list is empty.")
        .in_pages()
        .then("post", "uuid", "$response.body#/posts/0/uuid")
}

/// A page of posts.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Posts")]
struct PostsJson {
    posts: Vec<PostJson>,
    /// What to send as `cursor` for the next page; null when there is none.
    next_cursor: Option<String>,
}

/// Of a user who has not posted anything, or is none, the community knows nothing: the list is empty.
async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let of = request.path_id()?;
    let parameters = request.parameters(&["limit", "cursor"])?;
    let query = Posts { of, before: parameters.cursor()?, limit: parameters.limit()? };
    let caller = request.caller()?;
    let page = dependencies.ask_community(&caller, query.ask(&dependencies.community)).await?;
    Reply::json(&PostsJson {
        posts: page.entries.into_iter().map(PostJson::from).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
