use domain::trainings::commands::RejectTrainingReschedule;

use super::key;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `PUT /api/trainings/{uuid}/reject-reschedule`: either side turns the proposed time down.
pub static REJECT_TRAINING_RESCHEDULE: Function =
    Function::http("reject-training-reschedule", |dependencies, request| Box::pin(handle(dependencies, request)));

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.command_without_fields()?;
    let command = RejectTrainingReschedule { key, by: request.caller()?.actor() };
    dependencies.execute(request, command, None).await
}
