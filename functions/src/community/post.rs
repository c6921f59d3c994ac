use domain::community::queries::PostById;

use super::post_json::PostJson;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `GET /api/posts/{uuid}`: one post, for every user.
pub static POST: Function = Function::http("post", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<PostJson>("post", "GET /api/posts/{uuid}", "A post").refused([kinds::NOT_FOUND])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let query = PostById { post: request.path_id()? };
    request.parameters(&[])?;
    let caller = request.caller()?;
    match dependencies.ask_community(&caller, query.ask(&dependencies.community)).await? {
        Some(post) => Reply::json(&PostJson::from(post)),
        None => Err(Problem::not_found(format!("there is no post {}", query.post))),
    }
}
