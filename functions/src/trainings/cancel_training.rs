use domain::trainings::commands::CancelTraining;

use super::key;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `DELETE /api/trainings/{uuid}`: the attendee or the trainer cancels a training.
pub static CANCEL_TRAINING: Function =
    Function::http("cancel-training", |dependencies, request| Box::pin(handle(dependencies, request)));

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.command_without_fields()?;
    let command = CancelTraining { key, by: request.caller()?.actor() };
    dependencies.execute(request, command, None).await
}
