use domain::community::queries::Posts;
use serde::Serialize;

use super::post_json::PostJson;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Cursor, Problem, Reply},
};

/// `GET /api/users/{uuid}/posts`: a user's posts, newest first, for every user.
pub static POSTS: Function = Function::http("posts", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostsJson {
    posts: Vec<PostJson>,
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
