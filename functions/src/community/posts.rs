use domain::community::queries::Posts;
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Community, post_json::PostJson};
use crate::{Cursor, MEMBERS};

/// `GET /api/users/{uuid}/posts`: a user's posts, newest first, for every user.
pub(crate) static POSTS: Function<Community> =
    Function::query::<PostsJson>("posts", "GET /api/users/{uuid}/posts", &MEMBERS, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation.summary("A member's posts, newest first").about("Of somebody unknown the list is empty.").in_pages().then(
        "post",
        "uuid",
        "$response.body#/posts/0/uuid",
    )
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
async fn handle(service: &Community, request: &ApiRequest) -> Result<Reply, Problem> {
    let of = request.path_id()?;
    let parameters = request.parameters(&["limit", "cursor"])?;
    let query = Posts { of, before: parameters.cursor(Cursor::parse)?, limit: parameters.limit()? };
    let page = service.ask(request, query.ask(&service.table)).await?;
    Reply::json(&PostsJson {
        posts: page.entries.into_iter().map(PostJson::from).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
