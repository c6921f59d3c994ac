//! The stand-in for API Gateway: an HTTP API with a JWT authorizer before the template's routes.
//!
//! What the service answers by itself is answered in its words; everything else is a function's.

mod answer;
mod authorizer;
mod body;
mod event;
mod percent;
mod routes;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use jiff::Timestamp;
use kit_domain::{Clock, Ids};
use tokio::time::timeout;
use uuid::Uuid;

use crate::identity::UserPool;
use crate::lambda::Lambda;

use answer::OwnAnswer;
use authorizer::Authorizer;
use event::Circumstances;

pub use routes::AmbiguousRoute;
pub(crate) use routes::Routes;

/// The longest that a call may take, whatever the function's own timeout.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>
const LONGEST_CALL: Duration = Duration::from_secs(30);

/// The gateway.
pub(crate) struct Gateway {
    routes: Routes,
    authorizer: Authorizer,
    lambda: Arc<Lambda>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    /// Host and port that it is reached at.
    authority: String,
}

/// What the log says of a request, carried by its response.
#[derive(Debug, Clone)]
pub(crate) struct Handled {
    /// The route's key, if there is a route.
    pub(crate) route: Option<String>,
    /// The id that the gateway has given the request.
    pub(crate) request_id: String,
}

impl Gateway {
    pub(crate) fn new(
        routes: Routes,
        pool: UserPool,
        lambda: Arc<Lambda>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        authority: String,
    ) -> Self {
        Self { routes, authorizer: Authorizer::new(pool), lambda, clock, ids, authority }
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        let mut handled = Handled { route: None, request_id: self.ids.next().to_string() };
        let mut response = match self.route(request, &mut handled).await {
            Ok(response) => response,
            Err(own) => own.into_response(),
        };
        if let Ok(id) = HeaderValue::from_str(&handled.request_id) {
            response.headers_mut().insert("apigw-requestid", id);
        }
        response.extensions_mut().insert(handled);
        response
    }

    async fn route(&self, request: Request<Body>, handled: &mut Handled) -> Result<Response, OwnAnswer> {
        let (request, body) = request.into_parts();
        let (routed, path_parameters) =
            self.routes.find(request.method.as_str(), request.uri.path()).ok_or(OwnAnswer::NotFound)?;
        let route_key = handled.route.insert(routed.route.key());

        let now = self.clock.now();
        let claims = if routed.route.authorized { Some(self.authorizer.claims(&request.headers, now)?) } else { None };
        let body = body::read(body).await?;
        let trace_id = self.trace_id(now);
        let payload = event::payload(
            &request,
            &body,
            &Circumstances {
                route_key,
                path_parameters,
                claims: claims.as_ref(),
                request_id: &handled.request_id,
                trace_id: &trace_id,
                now,
                authority: &self.authority,
            },
        );

        let payload = payload.to_string().into_bytes();
        let call = self.lambda.invoke(&routed.function, payload);
        let Ok(result) = timeout(LONGEST_CALL, call).await else {
            tracing::error!(function = routed.handler, "the call was cut off after {} s", LONGEST_CALL.as_secs());
            return Err(OwnAnswer::ServiceUnavailable);
        };
        // A failure has been logged where it happened.
        let returned = result.map_err(|_| OwnAnswer::InternalServerError)?;
        answer::response(&returned).map_err(|malformed| {
            tracing::error!(function = routed.handler, "{malformed}");
            OwnAnswer::InternalServerError
        })
    }

    /// A trace id in X-Ray's form: version, seconds, 96 random bits.
    fn trace_id(&self, now: Timestamp) -> String {
        let random = Uuid::as_u128(&self.ids.next()) & (u128::MAX >> 32);
        format!("Root=1-{:08x}-{random:024x}", now.as_second())
    }
}
