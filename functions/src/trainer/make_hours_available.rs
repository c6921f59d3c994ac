use domain::trainer::commands::MakeHoursAvailable;

use super::set_hours::hours;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `PUT /api/trainer/calendar/make-hour-available`: the trainer offers hours.
pub static MAKE_HOURS_AVAILABLE: Function =
    Function::http("make-hours-available", |dependencies, request| Box::pin(handle(dependencies, request)));

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let command = MakeHoursAvailable { trainer: dependencies.settings.trainer, hours: hours(request)? };
    dependencies.execute(request, command, None).await
}
