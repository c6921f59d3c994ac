use adapters::effort::Effort;
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
    Dependencies, InvokeError,
    function::BoxFuture,
    metrics::{CommandMetrics, Outcome, milliseconds},
};

/// Handles a request.
pub(crate) type HttpHandler = for<'a> fn(&'a Dependencies, &'a ApiRequest) -> BoxFuture<'a, Result<Reply, Problem>>;

/// What a request is answered when all goes well.
pub(crate) enum Reply {
    /// It was done; what it started, if anything, can be read there.
    Done(Option<String>),
    /// It will be done, or reported as failed: which, can be read there.
    Accepted(String),
    /// What was asked for, as JSON.
    Json(String),
    /// What is the same for everybody, unless who asks has it.
    Document { document: &'static Document, is_known: bool },
    /// What was asked for is at this path, for everybody.
    Redirect(&'static str),
}

impl Reply {
    /// What was asked for.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Problem> {
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
    handler: HttpHandler,
    dependencies: &Dependencies,
    payload: &[u8],
    context: Context,
) -> Result<Vec<u8>, InvokeError> {
    let LambdaRequest::ApiGatewayV2(mut request) = serde_json::from_slice(payload)? else {
        return Err("not a request of an HTTP API".into());
    };
    make_uri_safe(&mut request);
    let mut service = Adapter::from(service_fn(|request: Request| async move {
        Ok::<_, InvokeError>(respond(function, handler, dependencies, request).await)
    }));
    let answer = service.call(LambdaEvent::new(LambdaRequest::ApiGatewayV2(request), context)).await?;
    Ok(serde_json::to_vec(&answer)?)
}

async fn respond(
    function: &'static str,
    handler: HttpHandler,
    dependencies: &Dependencies,
    request: Request,
) -> Response<Body> {
    let begun = std::time::Instant::now();
    Effort::begin();
    let request = ApiRequest::new(function, request, &*dependencies.clock);
    let span = tracing::info_span!("request", request_id = request.id, correlation_id = request.correlation);
    let (mut response, slug) = match handler(dependencies, &request).instrument(span).await {
        Ok(reply) => (reply.into_response(), None),
        Err(problem) => {
            let slug = problem.slug();
            (problem.into_response(&request.id), Some(slug))
        }
    };
    let headers = response.headers_mut();
    // Answers are one person's, and of one moment, unless they say something else. What others may keep does not tell
    // who asked first.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(correlation) = HeaderValue::try_from(&request.correlation) {
            headers.insert(CORRELATION_ID, correlation);
        }
    }
    // They are what they say they are, and never to be fetched in the clear.
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
    // What changes something is a command; of queries Lambda's own metrics tell enough. What was accepted is measured
    // when it is carried out.
    if request.method != "GET" && response.status() != StatusCode::ACCEPTED {
        dependencies.measure_command(&CommandMetrics {
            function,
            outcome: Outcome::of_status(response.status().as_u16()),
            slug,
            duration,
            effort: Effort::take(),
            request: Some(&request.id),
            correlation: &request.correlation,
        });
    }
    response
}

/// `lambda_http` makes a URI of host, path and query, and panics on what no URI can have. The gateway
/// hands hosts and queries on as clients send them, so the host, which nobody here needs, is left out,
/// and what is odd in the query is escaped.
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
            for path in ["/api/trainings", "/", "//", "/ü", "/a b", "/%zz", "/|<>\"", "/\\"] {
                for query in ["", "a=b", "a=|b<c>\"{}^`\\", "a=ü", "a=b c#d", "%", "%zz", "&&=="] {
                    let mut request = request(host, path, query);
                    make_uri_safe(&mut request);
                    let _: Request = LambdaRequest::ApiGatewayV2(request).into();
                }
            }
        }
    }
}
