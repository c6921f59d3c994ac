use domain::workouts::{
    trainer::{HourStart, TrainerRefusal},
    trainings::{Notes, TrainingsRefusal, commands},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::key;
use crate::{
    Caller, MEMBERS,
    workouts::{HOUR_RULES, Workouts},
};

/// `PUT /api/trainings/{uuid}/request-reschedule`: the attendee or the trainer proposes another time.
pub(crate) static REQUEST_TRAINING_RESCHEDULE: Function<Workouts> = Function::command(
    "request-training-reschedule",
    "PUT /api/trainings/{uuid}/request-reschedule",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Propose another time")
        .about("The other side approves or rejects it. A new proposal replaces an earlier one.")
        .takes::<RequestTrainingReschedule>()
        .refused(HOUR_RULES)
        .refused([
            TrainingsRefusal::NOTE_TOO_LONG,
            TrainingsRefusal::NOT_FOUND,
            TrainingsRefusal::ALREADY_CANCELED,
            TrainingsRefusal::BEGUN,
        ])
        .refused([TrainerRefusal::HOUR_NOT_AVAILABLE])
}

/// Another time to propose.
#[derive(Deserialize, JsonSchema)]
struct RequestTrainingReschedule {
    /// When the other hour starts.
    time: Rfc3339,
    /// What the other side should know. They replace the training's notes once the proposal is approved; without any,
    /// those stay.
    #[serde(default)]
    #[schemars(length(max = Notes::MOST_CHARACTERS), example = "an hour later, please")]
    notes: Option<String>,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(service, request)?;
    let RequestTrainingReschedule { time: Rfc3339(time), notes } = request.command()?;
    let by = Caller::of(request)?.actor();
    let (time, notes) = (HourStart::new(time)?, notes.map(Notes::new).transpose()?);
    let command = commands::RequestTrainingReschedule { key, time, notes, by };
    service.execute(request, command, None).await
}
