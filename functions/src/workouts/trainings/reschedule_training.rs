use domain::workouts::{
    trainer::{HourStart, TrainerRefusal},
    trainings::{NOTICE, Notes, TrainingsRefusal, commands},
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

/// `PUT /api/trainings/{uuid}/reschedule`: the attendee or the trainer moves a training.
pub(crate) static RESCHEDULE_TRAINING: Function<Workouts> = Function::command(
    "reschedule-training",
    "PUT /api/trainings/{uuid}/reschedule",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Move a training")
        .about(format!(
            "Until {} hours before it begins; later, another time can only be proposed. A proposal ends.",
            NOTICE.as_hours()
        ))
        .takes::<RescheduleTraining>()
        .refused(HOUR_RULES)
        .refused([
            TrainingsRefusal::NOTE_TOO_LONG,
            TrainingsRefusal::NOT_FOUND,
            TrainingsRefusal::ALREADY_CANCELED,
            TrainingsRefusal::BEGUN,
        ])
        .refused([TrainingsRefusal::TOO_LATE_TO_RESCHEDULE, TrainerRefusal::HOUR_NOT_AVAILABLE])
}

/// Where a training is to move.
#[derive(Deserialize, JsonSchema)]
struct RescheduleTraining {
    /// When the other hour starts.
    time: Rfc3339,
    /// What the other side should know from now on; without any, the notes of before stay.
    #[serde(default)]
    #[schemars(length(max = Notes::MOST_CHARACTERS), example = "an hour later, please")]
    notes: Option<String>,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(service, request)?;
    let RescheduleTraining { time: Rfc3339(time), notes } = request.command()?;
    let by = Caller::of(request)?.actor();
    let (time, notes) = (HourStart::new(time)?, notes.map(Notes::new).transpose()?);
    let command = commands::RescheduleTraining { key, time, notes, by };
    service.execute(request, command, None).await
}
