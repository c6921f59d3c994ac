use super::Operation;
use crate::{
    Function,
    http::{ApiRequest, Problem, Reply},
};

/// `GET /api/docs`: leads to the page that shows the API's description to people.
pub static API_REFERENCE: Function =
    Function::http("api-reference", |_, request| Box::pin(std::future::ready(handle(request))));

/// The reader of the description: a file of the page's, `web/page/docs.html`.
const READER: &str = "/docs.html";

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::redirect("api-reference", "GET /api/docs", "This description, for people", READER).about(
        "Leads to a page that shows this description. The page is at the address of the club's page; the API's own \
         address in a deployed stack has none.",
    )
}

fn handle(request: &ApiRequest) -> Result<Reply, Problem> {
    request.parameters(&[])?;
    Ok(Reply::Redirect(READER))
}
