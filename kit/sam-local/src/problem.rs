//! Answers of the platform's own routes. Errors are problem documents (RFC 9457).

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

/// The answer to a body that is not the JSON that a route takes.
pub(crate) fn not_understood(error: &serde_json::Error) -> Response {
    let slug = if error.is_data() { "invalid-field" } else { "malformed-json" };
    let detail = format!("The body cannot be understood: {error}.");
    problem(StatusCode::BAD_REQUEST, slug, &detail)
}

/// A problem document.
pub(crate) fn problem(status: StatusCode, slug: &str, detail: &str) -> Response {
    let body = json!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "detail": detail,
        "slug": slug,
    });
    json_response(status, "application/problem+json", &body)
}

/// An answer with a body of JSON.
pub(crate) fn json_response(status: StatusCode, content_type: &'static str, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
