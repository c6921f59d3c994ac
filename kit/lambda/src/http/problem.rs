use kit_domain::{ReadModelError, Refusal, Refused, causes};
use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::{
    MOST_BYTES,
    kinds::{self, ProblemKind},
};

/// Why a request is refused or has failed: an RFC 9457 problem.
///
/// <https://www.rfc-editor.org/rfc/rfc9457>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(Box<Content>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    kind: ProblemKind,
    detail: String,
    errors: Vec<FieldError>,
    is_retryable: bool,
}

/// Why a request is refused or has failed, as RFC 9457 describes it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
struct Members<'a> {
    /// The kind of problem, as a URI that leads nowhere.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem, for people.
    title: &'static str,
    /// The status that it is answered with.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// What is wrong this time.
    detail: &'a str,
    /// The kind of problem, for programs: it never changes.
    slug: &'static str,
    /// The request that was answered so, by the id that the log knows it by.
    #[schemars(regex(pattern = "^urn:request:"), example = "urn:request:JKJaXmPLvHcESHA=")]
    instance: String,
    /// Which fields of the body are wrong.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

/// What is wrong with one field of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct FieldError {
    /// A JSON pointer (RFC 6901) to the field.
    #[schemars(example = "/time")]
    pointer: String,
    /// What is wrong with it.
    #[schemars(example = "not an RFC 3339 time, such as 2026-12-01T14:00:00Z")]
    detail: String,
}

impl JsonSchema for Problem {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        Members::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Members<'_>>()
    }
}

impl Problem {
    /// A problem.
    pub fn new(kind: impl Into<ProblemKind>, detail: impl Into<String>) -> Self {
        let (kind, detail) = (kind.into(), detail.into());
        Self(Box::new(Content { kind, detail, errors: Vec::new(), is_retryable: false }))
    }

    /// A problem with one field of the body.
    pub(crate) fn of_field(kind: ProblemKind, pointer: String, detail: String) -> Self {
        let mut problem = Self::new(kind, detail.clone());
        problem.0.errors.push(FieldError { pointer, detail });
        problem
    }

    /// A field is missing, of the wrong type, or no such value.
    pub fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::of_field(kinds::INVALID_FIELD, pointer.into(), detail.into())
    }

    /// A parameter of the path, the query or a header cannot be read.
    pub fn invalid_parameter(detail: impl Into<String>) -> Self {
        Self::new(kinds::INVALID_PARAMETER, detail)
    }

    /// There is no such thing, or it is not the caller's: nobody learns which.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(kinds::NOT_FOUND, detail)
    }

    /// The platform is busy; sending the same again soon may help. A command may have been executed although its answer
    /// was lost.
    #[must_use]
    pub fn try_again() -> Self {
        let detail = "the service is busy, please try again soon; \
                      a command sent under the same Idempotency-Key is executed once";
        let mut problem = Self::new(kinds::TRY_AGAIN, detail);
        problem.0.is_retryable = true;
        problem
    }

    /// Something is wrong inside. The log says what; the answer does not.
    #[must_use]
    pub fn internal() -> Self {
        let detail = "something went wrong on our side; it has been noted";
        Self::new(kinds::INTERNAL_ERROR, detail)
    }

    /// The business said no.
    #[must_use]
    pub fn refused(refused: &Refused) -> Self {
        Self::new(refused.kind(), refused.to_string())
    }

    /// A read model gave no answer.
    #[must_use]
    pub fn unanswered(error: ReadModelError) -> Self {
        match error {
            ReadModelError::Unavailable(cause) => {
                tracing::warn!(cause = causes(&*cause), "a read model is unavailable");
                Self::try_again()
            }
            ReadModelError::Broken(cause) => {
                tracing::error!(cause = causes(&*cause), "a query failed");
                Self::internal()
            }
        }
    }

    /// The problem's stable name, for programs.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        self.0.kind.slug
    }

    /// The status that it is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.kind.status
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable
    }

    pub(crate) fn kind(&self) -> ProblemKind {
        self.0.kind
    }

    /// As a document about the request with this id. `prefix` begins the URI of its kind.
    pub(crate) fn document(&self, prefix: &str, request_id: &str) -> String {
        let Content { kind: ProblemKind { status, slug, title }, detail, errors, .. } = &*self.0;
        let members = Members {
            kind: format!("{prefix}{slug}"),
            title,
            status: status.as_u16(),
            detail,
            slug,
            instance: format!("urn:request:{request_id}"),
            errors,
        };
        // Texts and numbers always serialize.
        serde_json::to_string(&members).unwrap_or_default()
    }

    /// As the answer to the request with this id.
    pub(crate) fn into_response(self, prefix: &str, request_id: &str) -> Response<Body> {
        let status = self.status();
        let mut response = Response::new(Body::Text(self.document(prefix, request_id)));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl<R: Refusal> From<R> for Problem {
    fn from(refusal: R) -> Self {
        Self::refused(&refusal.into())
    }
}

/// The examples of an enum of refusals, as the problems that they are answered with.
#[must_use]
pub fn examples<R: Refusal>() -> Vec<Problem> {
    R::examples().into_iter().map(Problem::from).collect()
}

/// One problem of each kind of the mechanism, as it could occur.
pub(crate) fn examples_of_mechanism() -> Vec<Problem> {
    vec![
        Problem::malformed_json(),
        Problem::unknown_field("/colour".to_owned()),
        Problem::invalid_field("/time", "not an RFC 3339 time, such as 2026-12-01T14:00:00Z"),
        Problem::invalid_parameter("the id in the path is not a UUID"),
        Problem::not_an_id_token(),
        Problem::body_too_large(MOST_BYTES + 1),
        Problem::not_json(),
        Problem::key_reused(),
        Problem::internal(),
        Problem::try_again(),
        Problem::command_expired(),
        Problem::not_found("there is no command 018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    kit_domain::refusals! {
        /// Why a shop says no.
        enum ShopRefusal {
            /// There are not as many.
            #[error("{wanted} wanted")]
            OutOfStock {
                /// How many were wanted.
                wanted: u32 = 2,
            } => OUT_OF_STOCK: Conflict, "out-of-stock", "Out of stock";
        }
    }

    #[test]
    fn a_refusal_becomes_a_problem_with_its_slug_its_words_and_the_status_of_its_category() {
        let problem = Problem::from(ShopRefusal::OutOfStock { wanted: 3 });
        assert_eq!(problem.status(), StatusCode::CONFLICT);
        let document: serde_json::Value = serde_json::from_str(&problem.document("urn:problem:shop:", "r")).unwrap();
        let expected = serde_json::json!({
            "type": "urn:problem:shop:out-of-stock", "title": "Out of stock", "status": 409, "detail": "3 wanted",
            "slug": "out-of-stock", "instance": "urn:request:r",
        });
        assert_eq!(document, expected);
        assert_eq!(examples::<ShopRefusal>().len(), 1);
    }

    #[test]
    fn only_a_busy_platform_makes_a_problem_worth_a_retry() {
        let unavailable = Problem::unanswered(ReadModelError::Unavailable("busy".into()));
        let broken = Problem::unanswered(ReadModelError::Broken("wrong".into()));
        assert!(unavailable.is_retryable() && !broken.is_retryable());
        assert!(!Problem::command_expired().is_retryable());
    }
}
