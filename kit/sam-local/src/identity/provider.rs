//! The part of Cognito's API that functions call: `AdminAddUserToGroup`. It listens on a port of its
//! own, as the embedded database does, so that it is no part of what the gateway serves.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::Accounts;
use crate::deployment;
use crate::loopback::Stopped;

const ADMIN_ADD_USER_TO_GROUP: &str = "AWSCognitoIdentityProviderService.AdminAddUserToGroup";

/// Answers until it is stopped.
pub(crate) async fn serve(listener: TcpListener, accounts: Accounts, stopped: Stopped) {
    let router = Router::new().route("/", post(answer)).with_state(accounts);
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped.wait()).await;
    if let Err(error) = served {
        tracing::error!(%error, "the identity provider has stopped");
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AdminAddUserToGroup {
    user_pool_id: String,
    username: String,
    group_name: String,
}

async fn answer(State(accounts): State<Accounts>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    if target != Some(ADMIN_ADD_USER_TO_GROUP) {
        return error("UnknownOperationException", "the local platform does not know it");
    }
    let request: AdminAddUserToGroup = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(problem) => return error("SerializationException", &problem.to_string()),
    };
    if request.user_pool_id != deployment::USER_POOL_ID {
        return error("ResourceNotFoundException", "there is no such user pool");
    }
    match accounts.add_to_group(&request.username, &request.group_name).await {
        Ok(true) => respond(StatusCode::OK, &json!({})),
        Ok(false) => error("UserNotFoundException", "User does not exist."),
        Err(problem) => {
            tracing::error!("{problem}");
            let body = json!({"__type": "InternalErrorException", "message": "see the log"});
            respond(StatusCode::INTERNAL_SERVER_ERROR, &body)
        }
    }
}

fn error(kind: &str, message: &str) -> Response {
    respond(StatusCode::BAD_REQUEST, &json!({"__type": kind, "message": message}))
}

fn respond(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/x-amz-json-1.1");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
