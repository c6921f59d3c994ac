use domain::workouts::trainer::{TrainerRefusal, commands::MakeHoursAvailable};
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

/// `PUT /api/trainer/calendar/make-hour-available`: the trainer offers hours.
pub(crate) static MAKE_HOURS_AVAILABLE: Function<Workouts> = Function::command(
    "make-hours-available",
    "PUT /api/trainer/calendar/make-hour-available",
    &TRAINER,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Offer hours")
        .about("All of them or none. None must be taken by a training.")
        .takes::<SetHours>()
        .refused(HOUR_RULES)
        .refused([TrainerRefusal::TOO_MANY_HOURS, TrainerRefusal::TRAINING_SCHEDULED])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let command = MakeHoursAvailable { trainer: service.trainer, hours: hours(request)? };
    service.execute(request, command, None).await
}
