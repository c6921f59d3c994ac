//! The one address that people use: the page, the template's routes, and the platform's own under `/local`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::gateway::{Gateway, Handled};
use crate::identity::{self, Identity};
use crate::in_flight::InFlight;
use crate::page::Page;

/// What the platform runs, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inventory {
    /// Functions.
    pub functions: usize,
    /// HTTP routes.
    pub routes: usize,
    /// Tables of the template.
    pub tables: usize,
    /// Queues.
    pub queues: usize,
}

/// Everything that is answered at the address.
pub(crate) fn router(
    gateway: Arc<Gateway>,
    identity: Arc<Identity>,
    queues: Router,
    clock: Router,
    page: Option<Page>,
    inventory: Inventory,
    in_flight: InFlight,
) -> Router {
    let page = Arc::new(page);
    let to_gateway = move |request: Request| async move {
        if let Some(page) = &*page
            && let Some(response) = page.answer(request.method(), request.uri().path(), request.headers()).await
        {
            return response;
        }
        gateway.answer(request).await
    };
    Router::new()
        .route("/local/health", get(async move || health(inventory)))
        .merge(identity::routes(identity))
        .merge(queues)
        .merge(clock)
        .method_not_allowed_fallback(to_gateway.clone())
        .fallback(to_gateway)
        .layer(middleware::from_fn_with_state(in_flight, handle))
}

fn health(inventory: Inventory) -> Response {
    let body = json!({
        "status": "ok",
        "functions": inventory.functions,
        "routes": inventory.routes,
        "tables": inventory.tables,
        "queues": inventory.queues,
    });
    ([(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// Handles a request in a task of its own and logs it: it runs to its end also when the client has
/// gone, as it would on AWS, and a panic is answered.
async fn handle(State(in_flight): State<InFlight>, request: Request, next: Next) -> Response {
    let work = in_flight.enter();
    let task = tokio::spawn(async move {
        let _work = work;
        let started = Instant::now();
        let method = request.method().clone();
        let path = request.uri().path().to_owned();

        let response = next.run(request).await;

        let handled = response.extensions().get::<Handled>();
        let route = match handled {
            Some(handled) => handled.route.clone(),
            // One of the platform's own: its path has no parameters.
            None => Some(format!("{method} {path}")),
        };
        tracing::info!(
            method = %method,
            route,
            status = response.status().as_u16(),
            duration_ms = milliseconds(started.elapsed()),
            request_id = handled.map(|handled| handled.request_id.as_str()),
            correlation_id = response.headers().get("x-correlation-id").and_then(|id| id.to_str().ok()),
            "request"
        );
        response
    });
    match task.await {
        Ok(response) => response,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// To the microsecond.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
