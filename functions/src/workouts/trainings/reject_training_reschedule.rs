use domain::workouts::trainings::{TrainingsRefusal, commands::RejectTrainingReschedule};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use super::key;
use crate::{Caller, MEMBERS, workouts::Workouts};

/// `PUT /api/trainings/{uuid}/reject-reschedule`: either side turns the proposed time down.
pub(crate) static REJECT_TRAINING_RESCHEDULE: Function<Workouts> = Function::command(
    "reject-training-reschedule",
    "PUT /api/trainings/{uuid}/reject-reschedule",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Reject the proposed time")
        .about("The training stays where it is. Either side can, also the one that has proposed it.")
        .refused([TrainingsRefusal::NOT_FOUND, TrainingsRefusal::ALREADY_CANCELED, TrainingsRefusal::BEGUN])
        .refused([TrainingsRefusal::NO_RESCHEDULE_REQUESTED])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(service, request)?;
    request.command_without_fields()?;
    let command = RejectTrainingReschedule { key, by: Caller::of(request)?.actor() };
    service.execute(request, command, None).await
}
