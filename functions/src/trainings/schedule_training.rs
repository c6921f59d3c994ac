use domain::{
    trainer::HourStart,
    trainings::{Attendee, Notes, TrainingKey, commands},
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    description::{Operation, Who},
    http::{ApiRequest, Problem, Reply, Rfc3339, kinds},
};

/// `POST /api/trainings`: an attendee books an hour.
pub static SCHEDULE_TRAINING: Function =
    Function::http("schedule-training", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("schedule-training", "POST /api/trainings", "Book an hour")
        .about("It costs one credit. The hour must be available.")
        .of(Who::Attendees)
        .takes::<ScheduleTraining>()
        .starts("/api/trainings/{uuid}", super::OF_ONE_TRAINING)
        .refused(kinds::HOUR_RULES)
        .refused([kinds::NOTE_TOO_LONG, kinds::HOUR_NOT_AVAILABLE, kinds::NOT_ENOUGH_CREDITS])
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

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let ScheduleTraining { time: Rfc3339(time), notes } = request.command()?;
    let attendee = request.caller()?.attendee()?;
    let training = dependencies.ids.next();
    let command = commands::ScheduleTraining {
        key: TrainingKey { trainer: dependencies.settings.trainer, training: training.into() },
        attendee: Attendee { id: attendee.id, name: Some(attendee.name) },
        time: HourStart::new(time)?,
        notes: Notes::new(notes)?,
    };
    dependencies.execute(request, command, Some(format!("/api/trainings/{training}"))).await
}
