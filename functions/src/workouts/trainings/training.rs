use domain::workouts::trainings::{TrainingsRefusal, queries::TrainingById};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use super::{key, training_json::TrainingJson};
use crate::{Caller, MEMBERS, workouts::Workouts};

/// `GET /api/trainings/{uuid}`: one training, of its owner or for the trainer.
pub(crate) static TRAINING: Function<Workouts> =
    Function::query::<TrainingJson>("training", "GET /api/trainings/{uuid}", &MEMBERS, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation.summary("A training").about("Attendees see their own.").refused([TrainingsRefusal::NOT_FOUND]).then_each(
        super::OF_ONE_TRAINING.into_iter().skip(1),
        "uuid",
        "$response.body#/uuid",
    )
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(service, request)?;
    request.parameters(&[])?;
    let caller = Caller::of(request)?;
    let query = TrainingById { key, by: caller.actor() };
    match service.ask(request, query.ask(&service.table)).await? {
        Some(training) => Reply::json(&TrainingJson::new(&training, request.received())),
        None => Err(Problem::not_found(format!("there is no training {}", key.training))),
    }
}
