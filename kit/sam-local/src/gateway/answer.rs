//! A function's answer (payload format 2.0) as HTTP, and the answers that are the gateway's own.

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::body::Body;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE, TRANSFER_ENCODING, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;

/// An answer that no function is asked for. HTTP APIs do not let these be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OwnAnswer {
    NotFound,
    /// With what the `www-authenticate` header says.
    Unauthorized(String),
    RequestEntityTooLarge,
    InternalServerError,
    ServiceUnavailable,
}

impl OwnAnswer {
    pub(super) fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "Not Found"),
            Self::Unauthorized(_) => (StatusCode::UNAUTHORIZED, "Unauthorized"),
            Self::RequestEntityTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
            Self::InternalServerError => (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
            Self::ServiceUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        };
        let mut response = Response::new(Body::from(json!({"message": message}).to_string()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Self::Unauthorized(challenge) = self
            && let Ok(challenge) = HeaderValue::from_str(&challenge)
        {
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// An answer of a function that means nothing to the gateway.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("the function's answer is not one: {0}")]
pub(super) struct Malformed(String);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: Number,
    #[serde(default)]
    headers: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    multi_value_headers: Option<BTreeMap<String, Vec<Value>>>,
    #[serde(default)]
    cookies: Option<Vec<String>>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// Functions may write the status as a number or as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Number(u16),
    Text(String),
}

/// Turns what a function returned into HTTP.
pub(super) fn response(returned: &[u8]) -> Result<Response, Malformed> {
    let returned: Value = serde_json::from_slice(returned).map_err(|e| malformed(&e))?;
    if returned.get("statusCode").is_none() {
        return Ok(inferred(&returned));
    }
    let answer: Answer = serde_json::from_value(returned).map_err(|e| malformed(&e))?;

    let status = match answer.status_code {
        Number::Number(code) => Some(code),
        Number::Text(text) => text.parse().ok(),
    };
    let status = status
        .filter(|code| (200..600).contains(code))
        .and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or_else(|| malformed(&"its status is none"))?;
    let body = answer.body.unwrap_or_default();
    let body =
        if answer.is_base64_encoded { STANDARD.decode(body).map_err(|e| malformed(&e))? } else { body.into_bytes() };

    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let multiple = answer.multi_value_headers.unwrap_or_default();
    for (name, value) in answer.headers.unwrap_or_default() {
        if let (name, Some(value)) = header(&name, &value)? {
            headers.insert(name, value);
        }
    }
    for (name, values) in multiple {
        // A header in both maps is one header, and the list knows it better.
        headers.remove(name.as_str());
        for value in values {
            if let (name, Some(value)) = header(&name, &value)? {
                headers.append(name, value);
            }
        }
    }
    for cookie in answer.cookies.unwrap_or_default() {
        headers.append(SET_COOKIE, HeaderValue::from_str(&cookie).map_err(|e| malformed(&e))?);
    }
    // How the answer travels is the server's business.
    for hop in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(hop);
    }
    Ok(response)
}

/// JSON without a status is the body of a success.
fn inferred(returned: &Value) -> Response {
    let body = match returned {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut response = Response::new(Body::from(body));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

fn header(name: &str, value: &Value) -> Result<(HeaderName, Option<HeaderValue>), Malformed> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|e| malformed(&e))?;
    let value = match value {
        Value::Null => return Ok((name, None)),
        Value::String(text) => HeaderValue::from_str(text),
        Value::Bool(_) | Value::Number(_) => HeaderValue::from_str(&value.to_string()),
        Value::Array(_) | Value::Object(_) => return Err(malformed(&"a header is not a text")),
    };
    Ok((name, Some(value.map_err(|e| malformed(&e))?)))
}

fn malformed(why: &dyn Display) -> Malformed {
    Malformed(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(response: Response) -> (u16, Vec<String>, String) {
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers.map(|(k, v)| format!("{k}: {}", v.to_str().unwrap()));
        let headers = headers.collect();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, headers, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn answered(returned: Value) -> (u16, Vec<String>, String) {
        read(response(returned.to_string().as_bytes()).unwrap()).await
    }

    #[tokio::test]
    async fn an_answer_becomes_http() {
        let (status, headers, body) = answered(json!({
            "statusCode": 201,
            "headers": {"Content-Type": "text/plain", "x-count": 3, "x-none": null},
            "multiValueHeaders": {},
            "cookies": ["a=1", "b=2"],
            "body": "hi",
            "isBase64Encoded": false,
        }))
        .await;
        assert_eq!((status, body.as_str()), (201, "hi"));
        assert_eq!(headers, ["content-type: text/plain", "x-count: 3", "set-cookie: a=1", "set-cookie: b=2"]);
    }

    #[tokio::test]
    async fn an_answer_may_have_no_body() {
        let returned = json!({"statusCode": "204", "headers": {"content-length": "9"}});
        assert_eq!(answered(returned).await, (204, Vec::new(), String::new()));
    }

    #[tokio::test]
    async fn a_header_in_both_maps_is_sent_once() {
        let (_, headers, _) = answered(json!({
            "statusCode": 200,
            "headers": {"x-a": "1", "x-b": "2"},
            "multiValueHeaders": {"X-A": ["3", "4"]},
        }))
        .await;
        assert_eq!(headers, ["x-b: 2", "x-a: 3", "x-a: 4"]);
    }

    #[tokio::test]
    async fn a_binary_body_is_decoded() {
        let returned = json!({"statusCode": 200, "body": "aGk=", "isBase64Encoded": true});
        assert_eq!(answered(returned).await.2, "hi");
    }

    #[tokio::test]
    async fn json_without_a_status_is_the_body_of_a_success() {
        let (status, headers, body) = answered(json!({"a": 1})).await;
        assert_eq!((status, body.as_str()), (200, r#"{"a":1}"#));
        assert_eq!(headers, ["content-type: application/json"]);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for returned in [
            "",
            "{",
            r#"{"statusCode": 99}"#,
            r#"{"statusCode": 100}"#,
            r#"{"statusCode": "ok"}"#,
            r#"{"statusCode": null}"#,
            r#"{"statusCode": 200, "headers": {"a b": "c"}}"#,
            r#"{"statusCode": 200, "headers": {"a": ["c"]}}"#,
            r#"{"statusCode": 200, "headers": {"a": "\u0000"}}"#,
            r#"{"statusCode": 200, "body": "%", "isBase64Encoded": true}"#,
        ] {
            assert!(response(returned.as_bytes()).is_err(), "{returned}");
        }
    }

    #[tokio::test]
    async fn the_gateways_own_answers_are_those_of_api_gateway() {
        let challenge = "Bearer".to_owned();
        assert_eq!(
            read(OwnAnswer::Unauthorized(challenge).into_response()).await,
            (
                401,
                vec!["content-type: application/json".to_owned(), "www-authenticate: Bearer".to_owned()],
                r#"{"message":"Unauthorized"}"#.to_owned()
            )
        );
        for (answer, status, body) in [
            (OwnAnswer::NotFound, 404, r#"{"message":"Not Found"}"#),
            (OwnAnswer::RequestEntityTooLarge, 413, r#"{"message":"Request Entity Too Large"}"#),
            (OwnAnswer::InternalServerError, 500, r#"{"message":"Internal Server Error"}"#),
            (OwnAnswer::ServiceUnavailable, 503, r#"{"message":"Service Unavailable"}"#),
        ] {
            let response = read(answer.into_response()).await;
            assert_eq!((response.0, response.2.as_str()), (status, body));
        }
    }
}
