//! The queues for a person with curl: how full they are, and dead letters sent back.

use std::sync::Arc;

use aws_sdk_sqs::Client;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};

use super::redrive::{RedriveError, redrive};
use super::{QueueError, depth};
use crate::template::Template;

struct Queues {
    client: Client,
    template: Template,
}

/// The addresses.
pub(crate) fn routes(client: Client, template: Template) -> Router {
    Router::new()
        .route("/local/queues", get(depths))
        .route("/local/queues/{logical_id}/redrive", post(send_back))
        .with_state(Arc::new(Queues { client, template }))
}

async fn depths(State(queues): State<Arc<Queues>>) -> Response {
    match all_depths(&queues).await {
        Ok(depths) => answer(StatusCode::OK, &Value::Object(depths)),
        Err(error) => failed(&error),
    }
}

async fn all_depths(Queues { client, template }: &Queues) -> Result<Map<String, Value>, QueueError> {
    let mut depths = Map::new();
    for queue in &template.queues {
        let depth = depth(client, queue).await?;
        let mut entry = json!({"waiting": depth.waiting, "inFlight": depth.in_flight, "delayed": depth.delayed});
        let sources = template.sources_of_dead_letters(&queue.logical_id);
        if !sources.is_empty() {
            entry["deadLettersOf"] = sources.iter().map(|source| source.logical_id.as_str()).collect();
        }
        depths.insert(queue.logical_id.clone(), entry);
    }
    Ok(depths)
}

async fn send_back(State(queues): State<Arc<Queues>>, Path(logical_id): Path<String>) -> Response {
    match redrive(&queues.client, &queues.template, &logical_id).await {
        Ok(sent) => answer(StatusCode::OK, &json!({"redriven": sent})),
        Err(error @ RedriveError::NoQueue(_)) => refused(StatusCode::NOT_FOUND, &error),
        Err(error @ RedriveError::NoDeadLetterQueue(_)) => refused(StatusCode::CONFLICT, &error),
        Err(RedriveError::Queue(error)) => failed(&error),
    }
}

fn refused(status: StatusCode, error: &RedriveError) -> Response {
    answer(status, &json!({"message": error.to_string()}))
}

fn failed(error: &QueueError) -> Response {
    tracing::error!("{error}");
    answer(StatusCode::INTERNAL_SERVER_ERROR, &json!({"message": "Something has failed; the log says what."}))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
