use domain::trainer::queries::{AvailableHours, Day};
use serde::Serialize;

use super::hour_json::HourJson;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply, date_of},
};

/// `GET /api/trainer/calendar`: the trainer's days with their hours.
pub static AVAILABLE_HOURS: Function =
    Function::http("available-hours", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DayJson {
    date: String,
    has_free_hours: bool,
    hours: Vec<HourJson>,
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

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["dateFrom", "dateTo"])?;
    let (from, to) = (parameters.required("dateFrom", date_of)?, parameters.required("dateTo", date_of)?);
    let caller = request.caller()?;
    let query = AvailableHours::new(dependencies.settings.trainer, from, to)?;
    let days = query.ask(&dependencies.workouts, dependencies.settings.window);
    let days = dependencies.ask(&caller, days).await?;
    Reply::json(&days.into_iter().map(DayJson::from).collect::<Vec<_>>())
}
