use std::sync::LazyLock;

use kit_lambda::{PublicFunction, description::Operation, http::Document};

/// `GET /api/openapi.json`: the description of the API, for programs.
pub(crate) static API_DESCRIPTION: PublicFunction =
    PublicFunction::document("api-description", "GET /api/openapi.json", describe, || &DOCUMENT);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("This description, for programs")
        .about("OpenAPI 3.1. It is made of the types that the functions read and write.")
}

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| Document::json(crate::PROGRAM.openapi().to_string()));
