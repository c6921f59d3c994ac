use kit_lambda::{PublicFunction, description::Operation};

/// `GET /api/docs`: leads to the page that shows the API's description to people.
pub(crate) static API_REFERENCE: PublicFunction =
    PublicFunction::redirect("api-reference", "GET /api/docs", describe, READER);

/// The reader of the description: a file of the page's, `web/page/docs.html`.
const READER: &str = "/docs.html";

fn describe(operation: Operation) -> Operation {
    operation.summary("This description, for people").about(
        "Leads to a page that shows this description. The page is at the address of the club's page; the API's own \
         address in a deployed stack has none.",
    )
}
