use domain::trainings::commands::ApproveTrainingReschedule;

use super::key;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `PUT /api/trainings/{uuid}/approve-reschedule`: the other side agrees to the proposed time.
pub static APPROVE_TRAINING_RESCHEDULE: Function =
    Function::http("approve-training-reschedule", |dependencies, request| Box::pin(handle(dependencies, request)));

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.command_without_fields()?;
    let command = ApproveTrainingReschedule { key, by: request.caller()?.actor() };
    dependencies.execute(request, command, None).await
}
