use domain::trainer::commands::MakeHoursUnavailable;

use super::set_hours::hours;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `PUT /api/trainer/calendar/make-hour-unavailable`: the trainer no longer offers hours.
pub static MAKE_HOURS_UNAVAILABLE: Function =
    Function::http("make-hours-unavailable", |dependencies, request| Box::pin(handle(dependencies, request)));

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let command = MakeHoursUnavailable { trainer: dependencies.settings.trainer, hours: hours(request)? };
    dependencies.execute(request, command, None).await
}
