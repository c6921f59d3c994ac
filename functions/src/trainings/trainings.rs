use domain::trainings::queries::{Shown, Trainings, TrainingsOf};
use serde::Serialize;

use super::training_json::TrainingJson;
use crate::{
    Dependencies, Function,
    http::{ApiRequest, Caller, Cursor, Problem, Reply, time},
};

/// `GET /api/trainings`: the attendee's own trainings, or all of the trainer's, by time.
pub static TRAININGS: Function =
    Function::http("trainings", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TrainingsJson {
    trainings: Vec<TrainingJson>,
    next_cursor: Option<String>,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["from", "to", "status", "proposals", "limit", "cursor"])?;
    let (from, to) = (parameters.optional("from", time)?, parameters.optional("to", time)?);
    let (limit, after) = (parameters.limit()?, parameters.cursor()?);
    let with_canceled = parameters.is("status", "all")?;
    let with_open_proposal = parameters.is("proposals", "open")?;

    let caller = request.caller()?;
    if with_open_proposal {
        caller.clone().trainer()?;
    }
    let of = match &caller {
        Caller::Attendee(attendee) => TrainingsOf::Attendee(attendee.id),
        Caller::Trainer(_) => TrainingsOf::Trainer(dependencies.settings.trainer),
    };
    // No canceled training has an open proposal: asked for both, there is nothing to add.
    let shown = match (with_open_proposal, with_canceled) {
        (true, _) => Shown::WithOpenProposal,
        (false, true) => Shown::All,
        (false, false) => Shown::Scheduled,
    };
    let query = Trainings::new(of, shown, from, to, request.received)?.page(after, limit);
    let page = dependencies.ask(&caller, query.ask(&dependencies.workouts)).await?;
    Reply::json(&TrainingsJson {
        trainings: page.entries.iter().map(|training| TrainingJson::new(training, request.received)).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
