use domain::trainings::queries::TrainingById;

use super::{key, training_json::TrainingJson};
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `GET /api/trainings/{uuid}`: one training, of its owner or for the trainer.
pub static TRAINING: Function =
    Function::http("training", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<TrainingJson>("training", "GET /api/trainings/{uuid}", "A training")
        .about("Attendees see their own.")
        .refused([kinds::NOT_FOUND])
        .then_each(super::OF_ONE_TRAINING.into_iter().skip(1), "uuid", "$response.body#/uuid")
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    request.parameters(&[])?;
    let caller = request.caller()?;
    let query = TrainingById { key, by: caller.actor() };
    match dependencies.ask(&caller, query.ask(&dependencies.workouts)).await? {
        Some(training) => Reply::json(&TrainingJson::new(&training, request.received)),
        None => Err(Problem::not_found(format!("there is no training {}", key.training))),
    }
}
