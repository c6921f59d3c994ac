use domain::{reports::queries, workouts::trainings::NOTICE};
use kit_lambda::{
    Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::{Caller, TRAINER, workouts::Workouts};

/// `GET /api/trainer/report`: the trainer's month in numbers.
pub(crate) static MONTHLY_REPORT: Function<Workouts> = Function::query::<ReportJson>(
    "monthly-report",
    "GET /api/trainer/report",
    &TRAINER,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation.summary("The trainer's month in numbers").about("It follows what happens, some seconds later.").required(
        "month",
        "Which month, in UTC.",
        json!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-12"]}),
    )
}

/// A month in numbers.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Report")]
struct ReportJson {
    /// Which month.
    #[schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}$"), example = "2026-12")]
    month: String,
    /// The trainings that stand in it.
    #[schemars(range(min = 0), example = 12)]
    standing: i64,
    /// How often a training of it was moved, within it or to another month.
    #[schemars(range(min = 0), example = 2)]
    moved: i64,
    /// The trainings in it that their attendees have canceled.
    #[schemars(range(min = 0), example = 3)]
    canceled_by_attendee: i64,
    /// The trainings in it that the trainer has canceled.
    #[schemars(range(min = 0), example = 0)]
    canceled_by_trainer: i64,
    /// Of all that were canceled, those that were late.
    #[schemars(range(min = 0), example = 1)]
    #[schemars(description = format!("Of all that were canceled, those less than {} hours ahead.", NOTICE.as_hours()))]
    canceled_late: i64,
    /// Who has trainings that stand in it.
    attendees: Vec<AttendeeJson>,
    /// When what was counted last happened; null if nothing was.
    as_of: Option<Rfc3339>,
}

/// An attendee's month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AttendeeInReport")]
struct AttendeeJson {
    /// Who.
    user_uuid: Uuid,
    /// How many trainings.
    #[schemars(range(min = 1), example = 4)]
    standing: i64,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let month = request.parameters(&["month"])?.required("month", |text| text.parse().ok())?;
    Caller::of(request)?.trainer()?;
    let query = queries::MonthlyReport { trainer: service.trainer, month };
    let report = query.ask(&service.reports).await.map_err(Problem::unanswered)?;
    let attendee = |(attendee, standing): (_, i64)| AttendeeJson { user_uuid: Uuid::from(attendee), standing };
    Reply::json(&ReportJson {
        month: month.to_string(),
        standing: report.standing,
        moved: report.moved,
        canceled_by_attendee: report.canceled_by_attendee,
        canceled_by_trainer: report.canceled_by_trainer,
        canceled_late: report.canceled_late,
        attendees: report.attendees.into_iter().map(attendee).collect(),
        as_of: report.as_of.map(Rfc3339),
    })
}
