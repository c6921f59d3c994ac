use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use serde::Serialize;

/// Why a request is not answered as hoped: an RFC 9457 problem.
///
/// <https://www.rfc-editor.org/rfc/rfc9457>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Problem(Box<Members>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Members {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    #[serde(serialize_with = "code")]
    status: StatusCode,
    detail: String,
    slug: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// What is wrong with one field of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct FieldError {
    /// A JSON pointer (RFC 6901).
    pointer: String,
    detail: String,
}

impl Problem {
    /// A problem.
    pub(crate) fn new(status: StatusCode, slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let kind = format!("urn:problem:wild-workouts:{slug}");
        Self(Box::new(Members { kind, title, status, detail: detail.into(), slug, instance: None, errors: Vec::new() }))
    }

    /// The problem's stable name, for programs.
    pub(crate) fn slug(&self) -> &'static str {
        self.0.slug
    }

    /// A problem with one field of the body.
    pub(crate) fn of_field(slug: &'static str, title: &'static str, pointer: String, detail: String) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, slug, title, detail.clone());
        problem.0.errors.push(FieldError { pointer, detail });
        problem
    }

    /// A field that is missing, of the wrong type, or not what it should be.
    pub(crate) fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::of_field("invalid-field", "A field is invalid", pointer.into(), detail.into())
    }

    /// A parameter of the path, the query or a header that is not understood.
    pub(crate) fn invalid_parameter(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid-parameter", "A parameter is invalid", detail)
    }

    /// There is nothing there, or nothing that is the caller's: nobody learns which.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// The platform is busy; sending the same again soon may help. A command may have been carried out
    /// although its answer was lost.
    pub(crate) fn try_again() -> Self {
        let detail = "the club is busy, please try again soon; a command sent under the same Idempotency-Key is carried out once";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "try-again", "Try again", detail)
    }

    /// Something is wrong inside. The log says what; the answer does not.
    pub(crate) fn internal() -> Self {
        let detail = "something went wrong on our side; it has been noted";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal-error", "Internal error", detail)
    }

    /// The status that it is answered with.
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// As a document about the request with this id.
    pub(crate) fn document(mut self, request_id: &str) -> String {
        self.0.instance = Some(format!("urn:request:{request_id}"));
        // Texts and numbers always serialize.
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// As the answer to the request with this id.
    pub(crate) fn into_response(self, request_id: &str) -> Response<Body> {
        let status = self.0.status;
        let mut response = Response::new(Body::Text(self.document(request_id)));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
fn code<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}
