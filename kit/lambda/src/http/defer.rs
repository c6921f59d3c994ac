//! Deferred commands: `Prefer: respond-async` (RFC 7240).
//!
//! The handler reads the request and judges it as far as it needs no state. Then the request is stored, and
//! `execute-command` gives it to the same handler.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use kit_dynamodb::MessageId;
use lambda_http::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ApiRequest, execute::IDEMPOTENCY_KEY};

/// The preference that a command is only accepted now, and executed later.
pub(super) const RESPOND_ASYNC: &str = "respond-async";

/// The claims that handlers read.
const CLAIMS: [&str; 4] = ["sub", "name", "token_use", "cognito:groups"];

/// The stored request of a deferred command.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredRequest {
    /// The function whose handler accepted it.
    pub(crate) function: String,
    method: String,
    path: String,
    path_parameters: BTreeMap<String, String>,
    /// JSON, or empty: the handler has read it before.
    body: String,
    claims: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    route: String,
    id: String,
    correlation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    traceparent: Option<String>,
    received: Timestamp,
}

impl StoredRequest {
    /// The request, to be executed now by the function that it is for.
    pub(crate) fn request(self, function: &'static str, deferred: (MessageId, Uuid), now: Timestamp) -> ApiRequest {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(key) = self.key.as_deref().and_then(|key| HeaderValue::try_from(key).ok()) {
            headers.insert(HeaderName::from_static(IDEMPOTENCY_KEY), key);
        }
        ApiRequest {
            function,
            method: self.method,
            path: self.path,
            path_parameters: self.path_parameters.into_iter().collect(),
            headers,
            body: self.body.into_bytes(),
            query: HashMap::new(),
            claims: self.claims.into_iter().collect(),
            route: self.route,
            id: self.id,
            correlation: self.correlation,
            traceparent: self.traceparent,
            received: self.received,
            begun: now,
            deferred: Some(deferred),
        }
    }
}

impl ApiRequest {
    /// Whether its command is to be executed later. One that was deferred before is executed now.
    pub(super) fn is_to_be_deferred(&self) -> bool {
        let preferences = self.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        let mut names = preferences
            .flat_map(|preferences| preferences.split(','))
            .map(|preference| preference.split(';').next().unwrap_or_default().trim());
        self.deferred.is_none() && names.any(|name| name.eq_ignore_ascii_case(RESPOND_ASYNC))
    }

    /// The [`StoredRequest`] of its command, as JSON.
    pub(super) fn serialize(&self) -> String {
        let claim = |name: &str| Some((name.to_owned(), self.claims.get(name)?.clone()));
        let stored = StoredRequest {
            function: self.function.to_owned(),
            method: self.method.clone(),
            path: self.path.clone(),
            path_parameters: self.path_parameters.clone().into_iter().collect(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
            claims: CLAIMS.into_iter().filter_map(claim).collect(),
            key: self.header(IDEMPOTENCY_KEY).map(ToOwned::to_owned),
            route: self.route.clone(),
            id: self.id.clone(),
            correlation: self.correlation.clone(),
            traceparent: self.traceparent.clone(),
            received: self.received,
        };
        // Texts always serialize.
        serde_json::to_string(&stored).unwrap_or_default()
    }
}
