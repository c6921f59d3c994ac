use domain::workouts::{
    trainer::{TrainerRefusal, WINDOW_RULES},
    trainings::{TrainingsRefusal, commands::ApproveTrainingReschedule},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use super::key;
use crate::{Caller, MEMBERS, workouts::Workouts};

/// `PUT /api/trainings/{uuid}/approve-reschedule`: the other side agrees to the proposed time.
pub(crate) static APPROVE_TRAINING_RESCHEDULE: Function<Workouts> = Function::command(
    "approve-training-reschedule",
    "PUT /api/trainings/{uuid}/approve-reschedule",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Approve the proposed time")
        .about(
            "The training moves there, however near it is, with the proposal's notes if it has any. Only the side that \
         has not proposed it can.",
        )
        // That it is a full hour has been seen to when it was proposed; all else may be otherwise by now.
        .refused(WINDOW_RULES)
        .refused([TrainingsRefusal::NOT_FOUND, TrainingsRefusal::ALREADY_CANCELED, TrainingsRefusal::BEGUN])
        .refused([
            TrainingsRefusal::NO_RESCHEDULE_REQUESTED,
            TrainingsRefusal::OWN_PROPOSAL,
            TrainerRefusal::HOUR_NOT_AVAILABLE,
        ])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(service, request)?;
    request.command_without_fields()?;
    let command = ApproveTrainingReschedule { key, by: Caller::of(request)?.actor() };
    service.execute(request, command, None).await
}
