use domain::workouts::trainer::{TrainerRefusal, commands::MakeHoursUnavailable};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use super::set_hours::{SetHours, hours};
use crate::{
    TRAINER,
    workouts::{HOUR_RULES, Workouts},
};

/// `PUT /api/trainer/calendar/make-hour-unavailable`: the trainer no longer offers hours.
pub(crate) static MAKE_HOURS_UNAVAILABLE: Function<Workouts> = Function::command(
    "make-hours-unavailable",
    "PUT /api/trainer/calendar/make-hour-unavailable",
    &TRAINER,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Take hours back")
        .about("All of them or none. None must be taken by a training.")
        .takes::<SetHours>()
        .refused(HOUR_RULES)
        .refused([TrainerRefusal::TOO_MANY_HOURS, TrainerRefusal::TRAINING_SCHEDULED])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let command = MakeHoursUnavailable { trainer: service.trainer, hours: hours(request)? };
    service.execute(request, command, None).await
}
