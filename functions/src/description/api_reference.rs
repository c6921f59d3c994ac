use std::sync::LazyLock;

use super::{
    Operation,
    page::{STYLE, page},
};
use crate::{
    Function,
    http::{ApiRequest, Document, Problem, Reply},
};

/// `GET /api/docs`: what the API can be asked and told, for people.
pub static API_REFERENCE: Function =
    Function::http("api-reference", |_, request| Box::pin(std::future::ready(handle(request))));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::document("api-reference", "GET /api/docs", "This description, for people", "text/html; charset=utf-8")
        .about("A page that needs nothing but itself.")
}

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| Document::page(page(), STYLE));

fn handle(request: &ApiRequest) -> Result<Reply, Problem> {
    request.parameters(&[])?;
    Ok(DOCUMENT.reply(request))
}
