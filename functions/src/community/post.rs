use domain::community::{CommunityRefusal, queries::PostById};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use super::{Community, post_json::PostJson};
use crate::MEMBERS;

/// `GET /api/posts/{uuid}`: one post, for every user.
pub(crate) static POST: Function<Community> =
    Function::query::<PostJson>("post", "GET /api/posts/{uuid}", &MEMBERS, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation.summary("A post").refused([CommunityRefusal::NOT_FOUND])
}

async fn handle(service: &Community, request: &ApiRequest) -> Result<Reply, Problem> {
    let query = PostById { post: request.path_id()? };
    request.parameters(&[])?;
    match service.ask(request, query.ask(&service.table)).await? {
        Some(post) => Reply::json(&PostJson::from(post)),
        None => Err(Problem::not_found(format!("there is no post {}", query.post))),
    }
}
