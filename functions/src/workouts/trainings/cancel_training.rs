use domain::workouts::{
    credits::Amount,
    trainings::{NOTICE, TrainingsRefusal, commands::CancelTraining},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use super::key;
use crate::{Caller, MEMBERS, workouts::Workouts};

/// `DELETE /api/trainings/{uuid}`: the attendee or the trainer cancels a training.
pub(crate) static CANCEL_TRAINING: Function<Workouts> =
    Function::command("cancel-training", "DELETE /api/trainings/{uuid}", &MEMBERS, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Cancel a training")
        .about(format!(
            "Until {} hours before it begins the credit comes back, whoever cancels. Later none comes back to an \
             attendee who cancels, and {} when the trainer does. A canceled training can still be read.",
            NOTICE.as_hours(),
            Amount::TWO.get()
        ))
        .refused([TrainingsRefusal::NOT_FOUND, TrainingsRefusal::ALREADY_CANCELED, TrainingsRefusal::BEGUN])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(service, request)?;
    request.command_without_fields()?;
    let command = CancelTraining { key, by: Caller::of(request)?.actor() };
    service.execute(request, command, None).await
}
