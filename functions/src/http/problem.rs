use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::kinds::{self, Kind};

/// Why a request is not answered as hoped: an RFC 9457 problem.
///
/// <https://www.rfc-editor.org/rfc/rfc9457>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Problem(Box<Members>);

/// As its members: derived, it would say twice what it is.
impl JsonSchema for Problem {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        Members::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Members>()
    }
}

/// Why a request is not answered as hoped, as RFC 9457 describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
struct Members {
    /// The kind of problem, as a URI that leads nowhere.
    #[serde(rename = "type")]
    #[schemars(
        regex(pattern = "^urn:problem:wild-workouts:[a-z-]+$"),
        example = "urn:problem:wild-workouts:hour-not-available"
    )]
    kind: String,
    /// The kind of problem, for people.
    #[schemars(example = kinds::HOUR_NOT_AVAILABLE.title)]
    title: &'static str,
    /// The status that it is answered with.
    #[serde(serialize_with = "code")]
    #[schemars(with = "u16", range(min = 400, max = 599), example = 409)]
    status: StatusCode,
    /// What is wrong this time.
    #[schemars(example = "the hour at 2026-12-01T14:00:00Z is not available")]
    detail: String,
    /// The kind of problem, for programs: it never changes.
    #[schemars(example = kinds::HOUR_NOT_AVAILABLE.slug)]
    slug: &'static str,
    /// The request that was answered so, by the id that the log knows it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = "^urn:request:"), example = "urn:request:JKJaXmPLvHcESHA=")]
    instance: Option<String>,
    /// Which fields of the body are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
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

impl Problem {
    /// A problem.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let Kind { status, slug, title } = kind;
        let kind = format!("urn:problem:wild-workouts:{slug}");
        Self(Box::new(Members { kind, title, status, detail: detail.into(), slug, instance: None, errors: Vec::new() }))
    }

    /// The problem's stable name, for programs.
    pub(crate) fn slug(&self) -> &'static str {
        self.0.slug
    }

    /// A problem with one field of the body.
    pub(crate) fn of_field(kind: Kind, pointer: String, detail: String) -> Self {
        let mut problem = Self::new(kind, detail.clone());
        problem.0.errors.push(FieldError { pointer, detail });
        problem
    }

    /// A field that is missing, of the wrong type, or not what it should be.
    pub(crate) fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::of_field(kinds::INVALID_FIELD, pointer.into(), detail.into())
    }

    /// A parameter of the path, the query or a header that is not understood.
    pub(crate) fn invalid_parameter(detail: impl Into<String>) -> Self {
        Self::new(kinds::INVALID_PARAMETER, detail)
    }

    /// There is nothing there, or nothing that is the caller's: nobody learns which.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(kinds::NOT_FOUND, detail)
    }

    /// The platform is busy; sending the same again soon may help. A command may have been carried out
    /// although its answer was lost.
    pub(crate) fn try_again() -> Self {
        let detail = "the club is busy, please try again soon; a command sent under the same Idempotency-Key is carried out once";
        Self::new(kinds::TRY_AGAIN, detail)
    }

    /// Something is wrong inside. The log says what; the answer does not.
    pub(crate) fn internal() -> Self {
        let detail = "something went wrong on our side; it has been noted";
        Self::new(kinds::INTERNAL_ERROR, detail)
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
