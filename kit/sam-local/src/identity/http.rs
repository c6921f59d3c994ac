//! Signing in and up over HTTP. On AWS this is Cognito's own API; here it is two addresses that a
//! person with curl can use. Errors are problem documents (RFC 9457), like the functions'.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use serde_json::json;

use super::{AccountsError, Identity, SignUpRefusal};
use crate::problem::{json_response, not_understood, problem};

/// The addresses.
pub(crate) fn routes(identity: Arc<Identity>) -> Router {
    Router::new().route("/local/sign-in", post(sign_in)).route("/local/sign-up", post(sign_up)).with_state(identity)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    email: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewUser {
    email: String,
    password: String,
    name: String,
}

/// Whatever its content type says, the body is JSON: curl's `-d` alone is enough.
async fn sign_in(State(identity): State<Arc<Identity>>, body: Bytes) -> Response {
    let credentials: Credentials = match serde_json::from_slice(&body) {
        Ok(credentials) => credentials,
        Err(error) => return not_understood(&error),
    };
    match identity.sign_in(&credentials.email, &credentials.password).await {
        Ok(Some(token)) => json_response(
            StatusCode::OK,
            "application/json",
            &json!({"idToken": token.token, "expiresIn": token.expires_in}),
        ),
        Ok(None) => {
            problem(StatusCode::UNAUTHORIZED, "wrong-credentials", "The e-mail address or the password is wrong.")
        }
        Err(error) => failed(&error),
    }
}

async fn sign_up(State(identity): State<Arc<Identity>>, body: Bytes) -> Response {
    let user: NewUser = match serde_json::from_slice(&body) {
        Ok(user) => user,
        Err(error) => return not_understood(&error),
    };
    let user = match identity.to_sign_up(&user.email, &user.password, &user.name) {
        Ok(user) => user,
        Err(invalid) => {
            let detail = format!("{}: {invalid}.", invalid.field);
            return problem(StatusCode::BAD_REQUEST, "invalid-field", &detail);
        }
    };
    match identity.sign_up(&user).await {
        Ok(()) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Err(SignUpRefusal::EmailTaken) => {
            problem(StatusCode::CONFLICT, "email-taken", "Somebody has signed up with this e-mail address.")
        }
        // The failed invocation has been logged where it failed.
        Err(SignUpRefusal::RegistrationFailed(_)) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "registration-failed",
            "The registration could not be finished. Send the same sign-up again.",
        ),
        Err(SignUpRefusal::Accounts(error)) => failed(&error),
    }
}

fn failed(error: &AccountsError) -> Response {
    tracing::error!("{error}");
    problem(StatusCode::INTERNAL_SERVER_ERROR, "internal-error", "Something has failed; the log says what.")
}
