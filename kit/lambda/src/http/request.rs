use std::collections::HashMap;

use jiff::Timestamp;
use kit_domain::Clock;
use kit_dynamodb::MessageId;
use lambda_http::{
    Body, Request, RequestExt,
    http::{HeaderMap, header},
    request::RequestContext,
};
use uuid::Uuid;

use super::{Problem, kinds, parameters::Parameters};

/// A request of the HTTP API, as the gateway passes it on.
pub struct ApiRequest {
    pub(super) method: String,
    /// The path as it was sent.
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) path_parameters: HashMap<String, String>,
    pub(super) query: HashMap<String, Vec<String>>,
    /// The claims of the token, as the authorizer read them.
    pub(super) claims: HashMap<String, String>,
    /// The route that the gateway matched.
    pub(super) route: String,
    /// The gateway's id of the request.
    pub(crate) id: String,
    /// The id that joins the log lines and events of everything that follows from it.
    pub(super) correlation: String,
    /// The trace that it belongs to.
    pub(super) traceparent: Option<String>,
    /// When the gateway received it: the moment that all its time rules are judged by.
    pub(crate) received: Timestamp,
    /// When it began to be handled: when it was received, unless it was deferred.
    pub(super) begun: Timestamp,
    /// The command that it is, and its acceptance, if it was deferred.
    pub(super) deferred: Option<(MessageId, Uuid)>,
    /// The function that it is for.
    pub(crate) function: &'static str,
}

/// The header that a client may join requests by.
pub(super) const CORRELATION_ID: &str = "x-correlation-id";

impl ApiRequest {
    pub(super) fn new(function: &'static str, request: Request, clock: &dyn Clock) -> Self {
        let context = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => Some(context),
            _ => None,
        };
        let id = context.and_then(|context| context.request_id.clone()).unwrap_or_else(|| {
            request.lambda_context_ref().map_or_else(String::new, |context| context.request_id.clone())
        });
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let correlation = header(CORRELATION_ID).filter(|id| is_plain(id)).unwrap_or(&id).to_owned();
        let traceparent = header("traceparent")
            .filter(|parent| is_traceparent(parent))
            .map(ToOwned::to_owned)
            .or_else(|| header("x-amzn-trace-id").and_then(traceparent_of_xray));
        // Time rules use the gateway's time, so that a cold start cannot push a command past its deadline.
        let received = context
            .map(|context| context.time_epoch)
            .filter(|epoch| *epoch > 0)
            .and_then(|epoch| Timestamp::from_millisecond(epoch).ok())
            .unwrap_or_else(|| clock.now());
        let claims = context
            .and_then(|context| context.authorizer.as_ref())
            .and_then(|authorizer| authorizer.jwt.as_ref())
            .map(|jwt| jwt.claims.clone())
            .unwrap_or_default();
        let mut query: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in request.query_string_parameters_ref().into_iter().flat_map(|query| query.iter()) {
            query.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        let path_parameters = request.path_parameters_ref().into_iter().flat_map(|parameters| parameters.iter());
        Self {
            method: request.method().to_string(),
            path: request.raw_http_path().to_owned(),
            path_parameters: path_parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            query,
            claims,
            route: context.and_then(|context| context.route_key.clone()).unwrap_or_default(),
            correlation,
            traceparent,
            received,
            begun: received,
            deferred: None,
            function,
            id,
            headers: request.headers().clone(),
            body: match request.into_body() {
                Body::Text(text) => text.into_bytes(),
                Body::Binary(bytes) => bytes,
                _ => Vec::new(),
            },
        }
    }

    /// A header's value; None when it is missing or not ASCII.
    pub(super) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// When the gateway received it: the moment that all its time rules are judged by.
    #[must_use]
    pub fn received(&self) -> Timestamp {
        self.received
    }

    /// A claim of its sender's token; empty if there is none.
    #[must_use]
    pub fn claim(&self, name: &str) -> &str {
        self.claims.get(name).map_or("", String::as_str)
    }

    /// The groups that its sender belongs to.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        // The gateway passes an array on as one text: "[a]" or "[a b]".
        self.claim("cognito:groups").trim_matches(['[', ']']).split([' ', ',']).collect()
    }

    /// The id of its sender.
    ///
    /// # Errors
    /// When it was sent without an ID token.
    pub fn sender(&self) -> Result<Uuid, Problem> {
        // The authorizer checks signature, issuer, audience and expiry, but not the purpose of a token: an access token
        // of the same client would pass.
        if self.claim("token_use") != "id" {
            return Err(Problem::not_an_id_token());
        }
        Uuid::try_parse(self.claim("sub")).map_err(|_| Problem::not_an_id_token())
    }

    /// The UUID in the path, in place of `{uuid}`.
    ///
    /// # Errors
    /// When there is none.
    pub fn path_id<Id: From<Uuid>>(&self) -> Result<Id, Problem> {
        let text = self.path_parameter("uuid")?;
        // Only the form with hyphens: clients compare ids as texts.
        let id = if text.len() == 36 { Uuid::try_parse(text).ok() } else { None };
        id.map(Id::from).ok_or_else(|| Problem::invalid_parameter("the id in the path is not a UUID"))
    }

    /// The text in the path in place of `{name}`.
    ///
    /// # Errors
    /// When there is none.
    pub fn path_parameter(&self, name: &'static str) -> Result<&str, Problem> {
        let missing = || Problem::invalid_parameter(format!("the path has no {name}"));
        self.path_parameters.get(name).map(String::as_str).ok_or_else(missing)
    }

    /// The parameters of the query, of which only those `known` may be there.
    ///
    /// # Errors
    /// When there are others, or one is given twice.
    pub fn parameters(&self, known: &[&str]) -> Result<Parameters<'_>, Problem> {
        Parameters::new(&self.query, known)
    }
}

impl Problem {
    /// The token is not meant to say who somebody is.
    #[must_use]
    pub fn not_an_id_token() -> Self {
        Self::new(kinds::WRONG_TOKEN_USE, "send the ID token of a member, not another token")
    }
}

/// The most characters of an id from outside.
pub const MOST_OF_CORRELATION: usize = 128;

/// The characters that an id from outside may have beside letters and digits.
pub const ALSO_IN_CORRELATION: &str = "-_.=";

/// Whether an id from outside is fit for logs and events.
fn is_plain(id: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || ALSO_IN_CORRELATION.contains(character);
    (1..=MOST_OF_CORRELATION).contains(&id.len()) && id.chars().all(is_plain)
}

/// Whether this is a W3C trace context of version 00: <https://www.w3.org/TR/trace-context/>.
fn is_traceparent(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_hex = |part: &str, length| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    matches!(parts[..], ["00", trace, parent, flags] if is_hex(trace, 32) && is_hex(parent, 16) && is_hex(flags, 2)
        && trace.bytes().any(|byte| byte != b'0') && parent.bytes().any(|byte| byte != b'0'))
}

/// The trace context in X-Ray's header:
/// <https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>.
fn traceparent_of_xray(text: &str) -> Option<String> {
    let field = |name: &str| text.split(';').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
    let root = field("Root")?;
    let (epoch, unique) = root.strip_prefix("1-")?.split_once('-')?;
    let flags = if field("Sampled") == Some("1") { "01" } else { "00" };
    Some(format!("00-{epoch}{unique}-{}-{flags}", field("Parent")?)).filter(|parent| is_traceparent(parent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_xray_header_is_a_trace_context() {
        let header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        let parent = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
        assert_eq!(traceparent_of_xray(header).as_deref(), Some(parent));
        assert_eq!(traceparent_of_xray("Root=1-5759e988-bd862e3fe1be46a994272793"), None);
        assert_eq!(traceparent_of_xray("Root=1-x-y;Parent=z"), None);
    }

    #[test]
    fn a_trace_context_has_its_form() {
        assert!(is_traceparent("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01"));
        for wrong in [
            "",
            "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8",
            "01-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01",
            "00-00000000000000000000000000000000-53995c3f42cd8ad8-01",
            "00-5759E988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01",
        ] {
            assert!(!is_traceparent(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_id_from_outside_reaches_logs_only_when_it_is_plain() {
        assert!(is_plain("req-1_a.b="));
        for odd in ["", "a b", "a\nb", "ü", &"a".repeat(129)] {
            assert!(!is_plain(odd), "{odd}");
        }
    }
}
