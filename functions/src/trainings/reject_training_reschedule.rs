use domain::trainings::commands::RejectTrainingReschedule;

use super::key;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `PUT /api/trainings/{uuid}/reject-reschedule`: either side turns the proposed time down.
pub static REJECT_TRAINING_RESCHEDULE: Function =
    Function::http("reject-training-reschedule", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command(
        "reject-training-reschedule",
        "PUT /api/trainings/{uuid}/reject-reschedule",
        "Reject the proposed time",
    )
    .about("The training stays where it is. Either side can, also the one that has proposed it.")
    .refused([kinds::NOT_FOUND, kinds::TRAINING_ALREADY_CANCELED, kinds::TRAINING_BEGUN])
    .refused([kinds::NO_RESCHEDULE_REQUESTED])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.command_without_fields()?;
    let command = RejectTrainingReschedule { key, by: request.caller()?.actor() };
    dependencies.execute(request, command, None).await
}
