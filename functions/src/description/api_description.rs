use std::sync::LazyLock;

use super::{Operation, openapi};
use crate::{
    Function,
    http::{ApiRequest, Document, Problem, Reply},
};

/// `GET /api/openapi.json`: what the API can be asked and told, for programs.
pub static API_DESCRIPTION: Function =
    Function::http("api-description", |_, request| Box::pin(std::future::ready(handle(request))));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::document(
        "api-description",
        "GET /api/openapi.json",
        "This description, for programs",
        "application/json",
    )
    .about("OpenAPI 3.1. It is made of the types that the functions read and write.")
}

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| Document::json(openapi().to_string()));

fn handle(request: &ApiRequest) -> Result<Reply, Problem> {
    request.parameters(&[])?;
    Ok(DOCUMENT.reply(request))
}
