use kit_dynamodb::call_counts::CallCounts;
use lambda_http::{
    Adapter, Body, Request, Response, Service,
    aws_lambda_events::apigw::ApiGatewayV2httpRequest,
    http::{HeaderValue, StatusCode, header},
    request::LambdaRequest,
    service_fn,
};
use lambda_runtime::{Context, LambdaEvent};
use serde::Serialize;
use tracing::Instrument;

use super::{ApiRequest, Document, Problem, defer::RESPOND_ASYNC, request::CORRELATION_ID};
use crate::{
    BoxFuture, InvokeError, Runtime,
    metrics::{CommandMetrics, Outcome, milliseconds},
};

/// Handles a request.
pub(crate) trait HandleRequest: Sync {
    fn handle<'a>(&'a self, request: &'a ApiRequest) -> BoxFuture<'a, Result<Reply, Problem>>;
}

/// The answer to a request that is not refused and has not failed.
pub enum Reply {
    /// The command has had its effects. The thing that it started, if any, can be read at this path.
    Done(Option<String>),
    /// The command will be executed. Its outcome can be read at this path.
    Accepted(String),
    /// The result of a query, as JSON.
    Json(String),
    /// A document that is the same for everybody, unless the client has it already.
    Document {
        /// The document.
        document: &'static Document,
        /// Whether the client has it.
        is_known: bool,
    },
    /// The resource is at this path, for everybody.
    Redirect(&'static str),
}

impl Reply {
    /// The result of a query.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        serde_json::to_string(value).map(Self::Json).map_err(|error| {
            tracing::error!(%error, "an answer could not be written");
            Problem::internal()
        })
    }

    fn into_response(self) -> Response<Body> {
        match self {
            Self::Json(json) => {
                let mut response = Response::new(Body::Text(json));
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
                response
            }
            Self::Document { document, is_known } => document.response(is_known),
            Self::Redirect(path) => {
                let mut response = Response::new(Body::Empty);
                *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
                let headers = response.headers_mut();
                headers.insert(header::LOCATION, HeaderValue::from_static(path));
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(Document::CACHE_CONTROL));
                response
            }
            Self::Accepted(location) => {
                let mut response = Response::new(Body::Empty);
                *response.status_mut() = StatusCode::ACCEPTED;
                let headers = response.headers_mut();
                headers.insert("preference-applied", HeaderValue::from_static(RESPOND_ASYNC));
                if let Ok(location) = HeaderValue::try_from(location) {
                    headers.insert(header::LOCATION, location);
                }
                response
            }
            Self::Done(location) => {
                let mut response = Response::new(Body::Empty);
                *response.status_mut() = StatusCode::NO_CONTENT;
                if let Some(location) = location.and_then(|location| HeaderValue::try_from(location).ok()) {
                    response.headers_mut().insert(header::CONTENT_LOCATION, location);
                }
                response
            }
        }
    }
}

/// Answers a request: the gateway's JSON in, the gateway's JSON out. Logs one line.
pub(crate) async fn answer(
    function: &'static str,
    handler: &dyn HandleRequest,
    runtime: &Runtime,
    payload: &[u8],
    context: Context,
) -> Result<Vec<u8>, InvokeError> {
    let LambdaRequest::ApiGatewayV2(mut request) = serde_json::from_slice(payload)? else {
        return Err("not a request of an HTTP API".into());
    };
    make_uri_safe(&mut request);
    let mut service = Adapter::from(service_fn(|request: Request| async move {
        Ok::<_, InvokeError>(respond(function, handler, runtime, request).await)
    }));
    let answer = service.call(LambdaEvent::new(LambdaRequest::ApiGatewayV2(request), context)).await?;
    Ok(serde_json::to_vec(&answer)?)
}

async fn respond(
    function: &'static str,
    handler: &dyn HandleRequest,
    runtime: &Runtime,
    request: Request,
) -> Response<Body> {
    let begun = std::time::Instant::now();
    let request = ApiRequest::new(function, request, runtime.clock());
    let span = tracing::info_span!("request", request_id = request.id, correlation_id = request.correlation);
    let (mut response, slug) = match handler.handle(&request).instrument(span).await {
        Ok(reply) => (reply.into_response(), None),
        Err(problem) => {
            let slug = problem.slug();
            (problem.into_response(runtime.problem_prefix(), &request.id), Some(slug))
        }
    };
    let headers = response.headers_mut();
    // An answer belongs to one person and one moment, unless it says otherwise. A shared answer must not carry the id of
    // the request that it was first made for.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(correlation) = HeaderValue::try_from(&request.correlation) {
            headers.insert(CORRELATION_ID, correlation);
        }
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    let duration = begun.elapsed();
    tracing::info!(
        route = request.route,
        status = response.status().as_u16(),
        slug,
        duration_ms = milliseconds(duration),
        caller = request.claims.get("sub"),
        request_id = request.id,
        correlation_id = request.correlation,
        "answered"
    );
    // Lambda's own metrics suffice for queries. A deferred command is measured when it is executed.
    if request.method != "GET" && response.status() != StatusCode::ACCEPTED {
        runtime.measure_command(&CommandMetrics {
            function,
            outcome: Outcome::of_status(response.status().as_u16()),
            slug,
            duration,
            calls: CallCounts::so_far(),
            request: Some(&request.id),
            correlation: &request.correlation,
        });
    }
    response
}

/// `lambda_http` makes a URI of host, path and query, and panics on characters that no URI may have. The gateway passes
/// hosts and queries on as clients send them. So the host, which nobody needs, is removed, and odd bytes of the query
/// are escaped.
fn make_uri_safe(request: &mut ApiGatewayV2httpRequest) {
    request.headers.remove(header::HOST);
    request.request_context.domain_name = None;
    if let Some(query) = &mut request.raw_query_string {
        let is_odd = |byte: u8| !byte.is_ascii_graphic() || b"\"#<>\\^`{|}".contains(&byte);
        if query.bytes().any(is_odd) {
            let escape = |byte| if is_odd(byte) { format!("%{byte:02X}") } else { char::from(byte).to_string() };
            *query = query.bytes().map(escape).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(host: &str, path: &str, query: &str) -> ApiGatewayV2httpRequest {
        let mut request = ApiGatewayV2httpRequest::default();
        request.headers.insert(header::HOST, HeaderValue::from_bytes(host.as_bytes()).unwrap());
        request.request_context.domain_name = Some(host.into());
        request.raw_path = Some(path.into());
        request.raw_query_string = Some(query.into());
        request
    }

    #[test]
    fn no_host_path_or_query_makes_a_request_panic() {
        for host in ["", "a b", "a/b", "ü", "[", "a:b:c", "%", "localhost:8080"] {
            for path in ["/api/orders", "/", "//", "/ü", "/a b", "/%zz", "/|<>\"", "/\\"] {
                for query in ["", "a=b", "a=|b<c>\"{}^`\\", "a=ü", "a=b c#d", "%", "%zz", "&&=="] {
                    let mut request = request(host, path, query);
                    make_uri_safe(&mut request);
                    let _: Request = LambdaRequest::ApiGatewayV2(request).into();
                }
            }
        }
    }
}
