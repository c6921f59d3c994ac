use domain::{
    trainer::HourStart,
    trainings::{Notes, commands},
};
use serde::Deserialize;

use super::key;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};

/// `PUT /api/trainings/{uuid}/request-reschedule`: the attendee or the trainer proposes another time.
pub static REQUEST_TRAINING_RESCHEDULE: Function =
    Function::http("request-training-reschedule", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Deserialize)]
struct RequestTrainingReschedule {
    time: Rfc3339,
    #[serde(default)]
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
