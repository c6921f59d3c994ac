use domain::{
    trainer::HourStart,
    trainings::{NOTICE, Notes, commands},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::key;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, Rfc3339, kinds},
};

/// `PUT /api/trainings/{uuid}/reschedule`: the attendee or the trainer moves a training.
pub static RESCHEDULE_TRAINING: Function =
    Function::http("reschedule-training", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("reschedule-training", "PUT /api/trainings/{uuid}/reschedule", "Move a training")
        .about(format!(
            "Until {} hours before it begins; later, another time can only be proposed. A proposal ends.",
            NOTICE.as_hours()
        ))
        .takes::<RescheduleTraining>()
        .refused(kinds::HOUR_RULES)
        .refused([kinds::NOTE_TOO_LONG, kinds::NOT_FOUND, kinds::TRAINING_ALREADY_CANCELED, kinds::TRAINING_BEGUN])
        .refused([kinds::TOO_LATE_TO_RESCHEDULE, kinds::HOUR_NOT_AVAILABLE])
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

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    let RescheduleTraining { time: Rfc3339(time), notes } = request.command()?;
    let by = request.caller()?.actor();
    let (time, notes) = (HourStart::new(time)?, notes.map(Notes::new).transpose()?);
    let command = commands::RescheduleTraining { key, time, notes, by };
    dependencies.execute(request, command, None).await
}
