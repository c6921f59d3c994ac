use domain::{
    trainer::HourStart,
    trainings::{Attendee, Notes, TrainingKey, commands},
};
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};

/// `POST /api/trainings`: an attendee books an hour.
pub static SCHEDULE_TRAINING: Function =
    Function::http("schedule-training", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Deserialize)]
struct ScheduleTraining {
    time: Rfc3339,
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
