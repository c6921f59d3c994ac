use domain::workouts::{
    credits::CreditsRefusal,
    trainer::{HourStart, TrainerRefusal},
    trainings::{Attendee, Notes, TrainingKey, TrainingsRefusal, commands},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    ATTENDEES, Caller,
    workouts::{HOUR_RULES, Workouts},
};

/// `POST /api/trainings`: an attendee books an hour.
pub(crate) static SCHEDULE_TRAINING: Function<Workouts> =
    Function::command("schedule-training", "POST /api/trainings", &ATTENDEES, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Book an hour")
        .about("It costs one credit. The hour must be available.")
        .takes::<ScheduleTraining>()
        .starts("/api/trainings/{uuid}", super::OF_ONE_TRAINING)
        .refused(HOUR_RULES)
        .refused([
            TrainingsRefusal::NOTE_TOO_LONG,
            TrainerRefusal::HOUR_NOT_AVAILABLE,
            CreditsRefusal::NOT_ENOUGH_CREDITS,
        ])
}

/// An hour to book.
#[derive(Deserialize, JsonSchema)]
struct ScheduleTraining {
    /// When the hour starts.
    time: Rfc3339,
    /// What the trainer should know.
    #[schemars(length(max = Notes::MOST_CHARACTERS), example = "my first time")]
    notes: String,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let ScheduleTraining { time: Rfc3339(time), notes } = request.command()?;
    let attendee = Caller::of(request)?.attendee()?;
    let training = service.runtime().ids().next();
    let command = commands::ScheduleTraining {
        key: TrainingKey { trainer: service.trainer, training: training.into() },
        attendee: Attendee { id: attendee.id, name: Some(attendee.name) },
        time: HourStart::new(time)?,
        notes: Notes::new(notes)?,
    };
    service.execute(request, command, Some(format!("/api/trainings/{training}"))).await
}
