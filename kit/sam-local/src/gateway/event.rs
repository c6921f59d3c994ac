//! The event that a function is invoked with: API Gateway's payload format 2.0, as documented at
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>.

use std::collections::BTreeMap;

use axum::http::header::{CONTENT_TYPE, COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::percent;
use super::routes::PathParameters;
use crate::deployment;
use crate::identity::token::Claims;

/// The server listens on the loopback interface alone.
const SOURCE_IP: &str = "127.0.0.1";

/// What ends at the gateway and is not handed on.
const HOP_BY_HOP: [&str; 8] = [
    "connection",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What is known of a request beside the request itself.
pub(super) struct Circumstances<'a> {
    /// `GET /api/trainings/{uuid}`
    pub(super) route_key: &'a str,
    pub(super) path_parameters: PathParameters,
    /// The claims of the token, where the route has an authorizer.
    pub(super) claims: Option<&'a Claims>,
    pub(super) request_id: &'a str,
    pub(super) trace_id: &'a str,
    pub(super) now: Timestamp,
    /// Host and port that the gateway listens on: its domain name.
    pub(super) authority: &'a str,
}

/// The JSON that the function gets.
pub(super) fn payload(request: &Parts, body: &[u8], circumstances: &Circumstances<'_>) -> Value {
    let path = decoded_path(request.uri.path());
    let query = request.uri.query().unwrap_or_default();
    let (body, is_base64_encoded) = encoded_body(&request.headers, body);

    let mut event = json!({
        "version": "2.0",
        "routeKey": circumstances.route_key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers(&request.headers, circumstances),
        "requestContext": {
            "accountId": deployment::ACCOUNT,
            "apiId": deployment::API_ID,
            "domainName": circumstances.authority,
            "domainPrefix": deployment::API_ID,
            "http": {
                "method": request.method.as_str(),
                "path": path,
                "protocol": format!("{:?}", request.version),
                "sourceIp": SOURCE_IP,
                "userAgent": request.headers.get(USER_AGENT).map(text).unwrap_or_default(),
            },
            "requestId": circumstances.request_id,
            "routeKey": circumstances.route_key,
            "stage": "$default",
            "time": circumstances.now.strftime("%d/%b/%Y:%H:%M:%S %z").to_string(),
            "timeEpoch": circumstances.now.as_millisecond(),
        },
        "isBase64Encoded": is_base64_encoded,
    });
    // What a request does not have is left out, not null.
    let cookies = cookies(&request.headers);
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    let parameters = query_parameters(query);
    if !parameters.is_empty() {
        event["queryStringParameters"] = json!(parameters);
    }
    if !circumstances.path_parameters.is_empty() {
        event["pathParameters"] = json!(circumstances.path_parameters);
    }
    if let Some(claims) = circumstances.claims {
        let claims: BTreeMap<_, _> = claims.iter().map(|(k, v)| (k, claim(v))).collect();
        event["requestContext"]["authorizer"] = json!({"jwt": {"claims": claims, "scopes": null}});
    }
    if let Some(body) = body {
        event["body"] = json!(body);
    }
    event
}

/// HTTP APIs hand the path on decoded, and cut off at a question mark that was encoded.
fn decoded_path(path: &str) -> String {
    let decoded = percent::decode(path);
    match decoded.split_once('?') {
        Some((before, _)) => before.to_owned(),
        None => decoded,
    }
}

/// Names in lower case, the values of a repeated header joined by commas, cookies apart.
fn headers(sent: &HeaderMap, circumstances: &Circumstances<'_>) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in sent {
        if name == COOKIE || HOP_BY_HOP.contains(&name.as_str()) {
            continue;
        }
        headers
            .entry(name.as_str().to_owned())
            .and_modify(|values| *values = format!("{values},{}", text(value)))
            .or_insert_with(|| text(value));
    }
    let (authority, port) = (circumstances.authority, circumstances.authority.rsplit(':').next());
    for (name, value) in [
        // The gateway is known by its own name, whatever the request says.
        ("host", authority),
        ("x-amzn-trace-id", circumstances.trace_id),
        ("x-forwarded-for", SOURCE_IP),
        ("x-forwarded-port", port.unwrap_or_default()),
        ("x-forwarded-proto", "http"),
    ] {
        headers.insert(name.to_owned(), value.to_owned());
    }
    headers
}

fn cookies(sent: &HeaderMap) -> Vec<String> {
    let cookies = sent.get_all(COOKIE).iter().map(text).collect::<Vec<_>>().join(";");
    let cookies = cookies.split(';').map(str::trim);
    cookies.filter(|c| !c.is_empty()).map(str::to_owned).collect()
}

/// The values of a repeated parameter are joined by commas.
fn query_parameters(query: &str) -> BTreeMap<String, String> {
    let mut parameters: BTreeMap<String, String> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent::decode_query(value);
        parameters
            .entry(percent::decode_query(name))
            .and_modify(|values| *values = format!("{values},{value}"))
            .or_insert(value);
    }
    parameters
}

/// Claims arrive as text: a list as `[a b]`.
fn claim(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(claim).collect::<Vec<_>>().join(" "))
        }
        other => other.to_string(),
    }
}

/// Text of a text type goes as it is, all else in Base64. The flag says which.
fn encoded_body(headers: &HeaderMap, body: &[u8]) -> (Option<String>, bool) {
    if body.is_empty() {
        return (None, false);
    }
    let content_type = headers.get(CONTENT_TYPE).map(text);
    match std::str::from_utf8(body) {
        Ok(body) if content_type.is_none_or(|t| is_text(&t)) => (Some(body.to_owned()), false),
        _ => (Some(STANDARD.encode(body)), true),
    }
}

fn is_text(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    let media_type = media_type.trim().to_ascii_lowercase();
    media_type.starts_with("text/")
        || ["json", "xml", "javascript"]
            .iter()
            .any(|kind| media_type.strip_suffix(kind).is_some_and(|rest| rest.ends_with(['/', '+'])))
}

/// A header's value, which need not be UTF-8: then each byte is a character, as in HTTP's Latin-1.
fn text(value: &HeaderValue) -> String {
    match value.to_str() {
        Ok(text) => text.to_owned(),
        Err(_) => match std::str::from_utf8(value.as_bytes()) {
            Ok(text) => text.to_owned(),
            Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use axum::http::request::Builder;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_583_348_638, 390_000_000);

    fn event(request: Builder, body: &[u8]) -> Value {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        payload(&parts, body, &circumstances())
    }

    fn circumstances() -> Circumstances<'static> {
        Circumstances {
            route_key: "POST /api/trainings",
            path_parameters: PathParameters::new(),
            claims: None,
            request_id: "request-1",
            trace_id: "Root=1-5e6722a7-0",
            now: NOW,
            authority: "127.0.0.1:8080",
        }
    }

    fn post() -> Builder {
        Request::post("http://ignored/api/trainings").header("content-type", "application/json")
    }

    #[test]
    fn a_request_becomes_the_documented_payload() {
        let request = post()
            .uri("/api/trainings?a=1&a=2&b=%C3%BC+x")
            .header("Host", "elsewhere")
            .header("Accept", "a")
            .header("Accept", "b")
            .header("Connection", "close")
            .header("User-Agent", "curl/8")
            .header("Cookie", "one=1; two=2")
            .header("Cookie", "three=3");
        assert_eq!(
            event(request, b"{}"),
            json!({
                "version": "2.0",
                "routeKey": "POST /api/trainings",
                "rawPath": "/api/trainings",
                "rawQueryString": "a=1&a=2&b=%C3%BC+x",
                "cookies": ["one=1", "two=2", "three=3"],
                "headers": {
                    "accept": "a,b",
                    "content-type": "application/json",
                    "host": "127.0.0.1:8080",
                    "user-agent": "curl/8",
                    "x-amzn-trace-id": "Root=1-5e6722a7-0",
                    "x-forwarded-for": "127.0.0.1",
                    "x-forwarded-port": "8080",
                    "x-forwarded-proto": "http",
                },
                "queryStringParameters": {"a": "1,2", "b": "ü x"},
                "requestContext": {
                    "accountId": "000000000000",
                    "apiId": "local",
                    "domainName": "127.0.0.1:8080",
                    "domainPrefix": "local",
                    "http": {
                        "method": "POST",
                        "path": "/api/trainings",
                        "protocol": "HTTP/1.1",
                        "sourceIp": "127.0.0.1",
                        "userAgent": "curl/8",
                    },
                    "requestId": "request-1",
                    "routeKey": "POST /api/trainings",
                    "stage": "$default",
                    "time": "04/Mar/2020:19:03:58 +0000",
                    "timeEpoch": 1_583_348_638_390_i64,
                },
                "body": "{}",
                "isBase64Encoded": false,
            })
        );
    }

    #[test]
    fn what_a_request_does_not_have_is_left_out() {
        let event = event(Request::get("/api/trainings"), b"");
        for absent in ["cookies", "queryStringParameters", "pathParameters", "body"] {
            assert_eq!(event.get(absent), None, "{absent}");
        }
        assert_eq!(event["requestContext"].get("authorizer"), None);
        assert_eq!(event["rawQueryString"], "");
    }

    #[test]
    fn claims_arrive_as_text() {
        let claims = json!({
            "sub": "a",
            "exp": 1_583_352_238,
            "email_verified": true,
            "cognito:groups": ["trainer", "attendee"],
        });
        let (parts, ()) = post().body(()).unwrap().into_parts();
        let event = payload(&parts, b"", &Circumstances { claims: claims.as_object(), ..circumstances() });
        assert_eq!(
            event["requestContext"]["authorizer"],
            json!({"jwt": {
                "claims": {
                    "sub": "a",
                    "exp": "1583352238",
                    "email_verified": "true",
                    "cognito:groups": "[trainer attendee]",
                },
                "scopes": null,
            }})
        );
    }

    #[test]
    fn the_path_and_its_parameters_are_decoded() {
        let (parts, ()) = Request::get("/api/a%20b%3Fc").body(()).unwrap().into_parts();
        let event = payload(
            &parts,
            b"",
            &Circumstances {
                path_parameters: PathParameters::from_iter([("x".to_owned(), "a b?c".to_owned())]),
                ..circumstances()
            },
        );
        assert_eq!(event["rawPath"], "/api/a b");
        assert_eq!(event["pathParameters"], json!({"x": "a b?c"}));
    }

    #[test]
    fn text_goes_as_it_is_and_all_else_in_base64() {
        let sent = |content_type: Option<&str>, body: &[u8]| {
            let request = Request::post("/");
            let request = match content_type {
                Some(content_type) => request.header("content-type", content_type),
                None => request,
            };
            let event = event(request, body);
            (event["body"].clone(), event["isBase64Encoded"].clone())
        };
        for text_type in [
            None,
            Some("application/json"),
            Some("application/json; charset=utf-8"),
            Some("Application/Problem+JSON"),
            Some("text/plain"),
            Some("application/xml"),
        ] {
            assert_eq!(sent(text_type, b"hi"), (json!("hi"), json!(false)), "{text_type:?}");
        }
        for binary in ["application/x-www-form-urlencoded", "image/png", "myjson", ""] {
            assert_eq!(sent(Some(binary), b"hi"), (json!("aGk="), json!(true)), "{binary:?}");
        }
        assert_eq!(sent(Some("application/json"), b"\xff"), (json!("/w=="), json!(true)));
    }

    #[test]
    fn a_header_that_is_not_ascii_is_handed_on() {
        let request = post().header("x-name", HeaderValue::from_bytes("ü".as_bytes()).unwrap());
        assert_eq!(event(request, b"")["headers"]["x-name"], "ü");
        let request = post().header("x-name", HeaderValue::from_bytes(b"\xfc").unwrap());
        assert_eq!(event(request, b"")["headers"]["x-name"], "ü");
    }
}
