use domain::workouts::trainer::{HourStart, TrainerRefusal, queries::HourAvailability};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, time},
};
use serde_json::json;

use super::hour_json::HourJson;
use crate::{MEMBERS, workouts::Workouts};

/// `GET /api/trainer/calendar/{hour}`: one hour.
pub(crate) static HOUR_AVAILABILITY: Function<Workouts> = Function::query::<HourJson>(
    "hour-availability",
    "GET /api/trainer/calendar/{hour}",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("An hour of the calendar")
        .path_parameter(
            "hour",
            "When the hour starts: an RFC 3339 time.",
            json!({"type": "string", "format": "date-time", "examples": ["2026-12-01T14:00:00Z"]}),
        )
        .refused([TrainerRefusal::NOT_FULL_HOUR])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let not_a_time = || Problem::invalid_parameter("the hour in the path is not an RFC 3339 time");
    let hour = time(request.path_parameter("hour")?).ok_or_else(not_a_time)?;
    request.parameters(&[])?;
    let query = HourAvailability { trainer: service.trainer, hour: HourStart::new(hour)? };
    let entry = service.ask(request, query.ask(&service.table)).await?;
    Reply::json(&HourJson::from(entry))
}
