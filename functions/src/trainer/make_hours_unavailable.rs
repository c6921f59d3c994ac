use domain::trainer::commands::MakeHoursUnavailable;

use super::set_hours::{SetHours, hours};
use crate::{
    Dependencies, Function,
    description::{Operation, Who},
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `PUT /api/trainer/calendar/make-hour-unavailable`: the trainer no longer offers hours.
pub static MAKE_HOURS_UNAVAILABLE: Function =
    Function::http("make-hours-unavailable", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("make-hours-unavailable", "PUT /api/trainer/calendar/make-hour-unavailable", "Take hours back")
        .about("All of them or none. None must be taken by a training.")
        .of(Who::Trainer)
        .takes::<SetHours>()
        .refused(kinds::HOUR_RULES)
        .refused([kinds::TOO_MANY_HOURS, kinds::TRAINING_SCHEDULED])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let command = MakeHoursUnavailable { trainer: dependencies.settings.trainer, hours: hours(request)? };
    dependencies.execute(request, command, None).await
}
