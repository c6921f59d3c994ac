//! The clock for a person with curl.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use kit_domain::Clock;
use serde::Deserialize;
use serde_json::json;

use super::MovableClock;
use crate::problem::{json_response, not_understood, problem};

/// The address.
pub(crate) fn routes(clock: Arc<MovableClock>) -> Router {
    Router::new().route("/local/clock", get(show).post(forward)).with_state(clock)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forward {
    forward: String,
}

async fn show(State(clock): State<Arc<MovableClock>>) -> Response {
    now(clock.now())
}

async fn forward(State(clock): State<Arc<MovableClock>>, body: Bytes) -> Response {
    let wish: Forward = match serde_json::from_slice(&body) {
        Ok(wish) => wish,
        Err(error) => return not_understood(&error),
    };
    let moved = duration(&wish.forward).and_then(|by| clock.forward(by).map_err(|error| error.to_string()));
    match moved {
        Ok(then) => now(then),
        Err(invalid) => problem(StatusCode::BAD_REQUEST, "invalid-field", &format!("forward: {invalid}.")),
    }
}

fn now(now: Timestamp) -> Response {
    json_response(StatusCode::OK, "application/json", &json!({"now": now}))
}

/// An ISO 8601 duration. A day is 24 hours; how long a month is, nobody knows.
fn duration(text: &str) -> Result<SignedDuration, String> {
    let span: Span = text.parse().map_err(|_| format!("must be an ISO 8601 duration such as PT24H, not {text:?}"))?;
    span.to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| "must be in weeks, days, hours, minutes and seconds".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_in_iso_8601() {
        assert_eq!(duration("PT24H"), Ok(SignedDuration::from_hours(24)));
        assert_eq!(duration("P1W"), Ok(SignedDuration::from_hours(7 * 24)));
        assert_eq!(duration("P1DT30M"), Ok(SignedDuration::from_mins(24 * 60 + 30)));
        assert!(duration("a day").is_err());
        assert_eq!(duration("P1M"), Err("must be in weeks, days, hours, minutes and seconds".to_owned()));
    }
}
