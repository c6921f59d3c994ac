//! Commands that are put off: `Prefer: respond-async` (RFC 7240).
//!
//! The request is understood and judged as far as that needs nothing but itself; then it is written down,
//! and taken up again by `execute-command`, which gives it to the same handler.

use std::collections::{BTreeMap, HashMap};

use adapters::store::{Message, MessageId};
use jiff::Timestamp;
use lambda_http::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ApiRequest, Reply, execute::IDEMPOTENCY_KEY};

/// The preference that a command is only accepted now, and carried out later.
pub(super) const RESPOND_ASYNC: &str = "respond-async";

/// The claims that a handler looks at.
const CLAIMS: [&str; 4] = ["sub", "name", "token_use", "cognito:groups"];

/// A command's request, written down.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PutOff {
    function: String,
    method: String,
    path: String,
    path_parameters: BTreeMap<String, String>,
    /// What was judged before was JSON, or empty.
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

impl Reply {
    /// The command was accepted: what becomes of it is told under its id.
    pub(super) fn accepted(message: &Message) -> Self {
        Self::Accepted(format!("/api/commands/{}", message.id))
    }
}

impl ApiRequest {
    /// Whether it is to be carried out later. Whoever takes it up again must not put it off again.
    pub(super) fn is_to_be_put_off(&self) -> bool {
        let preferences = self.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        let mut names = preferences
            .flat_map(|preferences| preferences.split(','))
            .map(|preference| preference.split(';').next().unwrap_or_default().trim());
        self.put_off.is_none() && names.any(|name| name.eq_ignore_ascii_case(RESPOND_ASYNC))
    }

    /// Everything that [`ApiRequest::take_up`] needs, as text.
    pub(super) fn write_down(&self) -> String {
        let claim = |name: &str| Some((name.to_owned(), self.claims.get(name)?.clone()));
        let written = PutOff {
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
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// A request that was put off, now that it is to be carried out, and the function that it is for.
    pub(crate) fn take_up(
        written: &str,
        put_off: (MessageId, Uuid),
        now: Timestamp,
    ) -> Result<Self, serde_json::Error> {
        let written: PutOff = serde_json::from_str(written)?;
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(key) = written.key.as_deref().and_then(|key| HeaderValue::try_from(key).ok()) {
            headers.insert(HeaderName::from_static(IDEMPOTENCY_KEY), key);
        }
        let function = crate::COMMANDS.iter().find(|function| function.name == written.function);
        Ok(Self {
            function: function.map_or("", |function| function.name),
            method: written.method,
            path: written.path,
            path_parameters: written.path_parameters.into_iter().collect(),
            headers,
            body: written.body.into_bytes(),
            query: HashMap::new(),
            claims: written.claims.into_iter().collect(),
            route: written.route,
            id: written.id,
            correlation: written.correlation,
            traceparent: written.traceparent,
            received: written.received,
            begun: now,
            put_off: Some(put_off),
        })
    }
}
