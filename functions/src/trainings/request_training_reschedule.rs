use domain::{
    trainer::HourStart,
    trainings::{Notes, commands},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::key;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply, Rfc3339, kinds},
};

/// `PUT /api/trainings/{uuid}/request-reschedule`: the attendee or the trainer proposes another time.
pub static REQUEST_TRAINING_RESCHEDULE: Function =
    Function::http("request-training-reschedule", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command(
        "request-training-reschedule",
        "PUT /api/trainings/{uuid}/request-reschedule",
        "Propose another time",
    )
    .about("The other side approves or rejects it. A new proposal replaces an earlier one.")
    .takes::<RequestTrainingReschedule>()
    .refused(kinds::HOUR_RULES)
    .refused([kinds::NOTE_TOO_LONG, kinds::NOT_FOUND, kinds::TRAINING_ALREADY_CANCELED, kinds::TRAINING_BEGUN])
    .refused([kinds::HOUR_NOT_AVAILABLE])
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

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let key = key(dependencies, request)?;
    let RequestTrainingReschedule { time: Rfc3339(time), notes } = request.command()?;
    let by = request.caller()?.actor();
    let (time, notes) = (HourStart::new(time)?, notes.map(Notes::new).transpose()?);
    let command = commands::RequestTrainingReschedule { key, time, notes, by };
    dependencies.execute(request, command, None).await
}
