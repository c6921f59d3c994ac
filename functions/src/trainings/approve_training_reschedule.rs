use domain::trainings::commands::ApproveTrainingReschedule;

use super::key;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `PUT /api/trainings/{uuid}/approve-reschedule`: the other side agrees to the proposed time.
pub static APPROVE_TRAINING_RESCHEDULE: Function =
    Function::http("approve-training-reschedule", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command(
        "approve-training-reschedule",
        "PUT /api/trainings/{uuid}/approve-reschedule",
        "Approve the proposed time",
    )
    .about(
        "The training moves there, however near it is, with the proposal's notes if it has any. Only the side that \
         has not proposed it can.",
    )
    // That it is a full hour has been seen to when it was proposed; all else may be otherwise by now.
    .refused(kinds::WINDOW_RULES)
    .refused([kinds::NOT_FOUND, kinds::TRAINING_ALREADY_CANCELED, kinds::TRAINING_BEGUN])
    .refused([kinds::NO_RESCHEDULE_REQUESTED, kinds::OWN_PROPOSAL, kinds::HOUR_NOT_AVAILABLE])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.command_without_fields()?;
    let command = ApproveTrainingReschedule { key, by: request.caller()?.actor() };
    dependencies.execute(request, command, None).await
}
