use domain::trainings::queries::TrainingById;

use super::{key, training_json::TrainingJson};
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `GET /api/trainings/{uuid}`: one training, of its owner or for the trainer.
pub static TRAINING: Function =
    Function::http("training", |dependencies, request| Box::pin(handle(dependencies, request)));

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
