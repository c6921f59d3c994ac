use domain::{
    credits::Amount,
    trainings::{NOTICE, commands::CancelTraining},
};

use super::key;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `DELETE /api/trainings/{uuid}`: the attendee or the trainer cancels a training.
pub static CANCEL_TRAINING: Function =
    Function::http("cancel-training", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("cancel-training", "DELETE /api/trainings/{uuid}", "Cancel a training")
        .about(format!(
            "Until {} hours before it begins the credit comes back, whoever cancels. Later none comes back to an \
             attendee who cancels, and {} when the trainer does. A canceled training can still be read.",
            NOTICE.as_hours(),
            Amount::TWO.get()
        ))
        .refused([kinds::NOT_FOUND, kinds::TRAINING_ALREADY_CANCELED, kinds::TRAINING_BEGUN])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.command_without_fields()?;
    let command = CancelTraining { key, by: request.caller()?.actor() };
    dependencies.execute(request, command, None).await
}
