use domain::reports::queries;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};

/// `GET /api/trainer/report`: the trainer's month in numbers.
pub static MONTHLY_REPORT: Function =
    Function::http("monthly-report", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportJson {
    month: String,
    standing: i64,
    moved: i64,
    canceled_by_attendee: i64,
    canceled_by_trainer: i64,
    canceled_late: i64,
    attendees: Vec<AttendeeJson>,
    as_of: Option<Rfc3339>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AttendeeJson {
    user_uuid: Uuid,
    standing: i64,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let month = request.parameters(&["month"])?.required("month", |text| text.parse().ok())?;
    request.caller()?.trainer()?;
    let query = queries::MonthlyReport { trainer: dependencies.settings.trainer, month };
    let report = query.ask(&dependencies.reports()).await?;
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
