use domain::trainer::{HourStart, queries::HourAvailability};

use super::hour_json::HourJson;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds, time},
};

/// `GET /api/trainer/calendar/{hour}`: one hour.
pub static HOUR_AVAILABILITY: Function =
    Function::http("hour-availability", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<HourJson>("hour-availability", "GET /api/trainer/calendar/{hour}", "An hour of the calendar")
        .refused([kinds::NOT_FULL_HOUR])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let not_a_time = || Problem::invalid_parameter("the hour in the path is not an RFC 3339 time");
    let hour = time(request.path_parameter("hour")?).ok_or_else(not_a_time)?;
    request.parameters(&[])?;
    let caller = request.caller()?;
    let query = HourAvailability { trainer: dependencies.settings.trainer, hour: HourStart::new(hour)? };
    let entry = dependencies.ask(&caller, query.ask(&dependencies.workouts)).await?;
    Reply::json(&HourJson::from(entry))
}
