use domain::workouts::trainer::{
    TrainerRefusal,
    queries::{AvailableHours, Day},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, date_of},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::hour_json::HourJson;
use crate::{MEMBERS, workouts::Workouts};

/// `GET /api/trainer/calendar`: the trainer's days with their hours.
pub(crate) static AVAILABLE_HOURS: Function<Workouts> = Function::query::<Vec<DayJson>>(
    "available-hours",
    "GET /api/trainer/calendar",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("The calendar")
        .about(format!(
            "Every day of a range of at most {} days, each with every hour of the club's day, whether it has been set \
             or not. What has been set outside of the club's day is left out.",
            AvailableHours::MOST_DAYS
        ))
        .required("dateFrom", "The first day, or a time of it in UTC.", date_or_time())
        .required("dateTo", "The last day, or a time of it in UTC.", last_day())
        .refused([TrainerRefusal::DATE_FROM_AFTER_DATE_TO, TrainerRefusal::RANGE_TOO_LONG])
        .then("hour-availability", "hour", "$response.body#/0/hours/0/hour")
}

/// A day of the calendar.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Day")]
struct DayJson {
    /// Which day, in UTC.
    #[schemars(extend("format" = "date"), example = "2026-12-01")]
    date: String,
    /// Whether an hour of it can be booked.
    has_free_hours: bool,
    /// Its hours, in order.
    hours: Vec<HourJson>,
}

fn date_or_time() -> Value {
    let date = json!({"type": "string", "format": "date", "examples": ["2026-12-01"]});
    json!({"anyOf": [date, {"type": "string", "format": "date-time"}]})
}

/// JSON Schema knows no range of two parameters: a keyword of our own tells how long it may be.
fn last_day() -> Value {
    let mut last = date_or_time();
    last["x-max-days"] = json!(AvailableHours::MOST_DAYS);
    last
}

impl From<Day> for DayJson {
    fn from(day: Day) -> Self {
        Self {
            date: day.date.to_string(),
            has_free_hours: day.has_free_hours(),
            hours: day.hours.into_iter().map(HourJson::from).collect(),
        }
    }
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["dateFrom", "dateTo"])?;
    let (from, to) = (parameters.required("dateFrom", date_of)?, parameters.required("dateTo", date_of)?);
    let query = AvailableHours::new(service.trainer, from, to)?;
    let days = query.ask(&service.table, *service.table.rules());
    let days = service.ask(request, days).await?;
    Reply::json(&days.into_iter().map(DayJson::from).collect::<Vec<_>>())
}
