use domain::workouts::trainings::{
    TrainingsRefusal,
    queries::{Shown, Trainings, TrainingsOf},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, time},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::training_json::TrainingJson;
use crate::{Caller, Cursor, MEMBERS, RoleRefusal, workouts::Workouts};

/// `GET /api/trainings`: the attendee's own trainings, or all of the trainer's, by time.
pub(crate) static TRAININGS: Function<Workouts> =
    Function::query::<TrainingsJson>("trainings", "GET /api/trainings", &MEMBERS, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Trainings by time")
        .about(format!(
            "Attendees get their own, the trainer all: those that begin in a range of at most {} days, and are not \
             canceled unless asked otherwise.",
            Trainings::MOST_DAYS
        ))
        .parameter(
            "from",
            format!("The first moment, included; {} hours ago if there is none.", Trainings::BACK.as_hours()),
            json!({"type": "string", "format": "date-time"}),
        )
        .parameter(
            "to",
            format!("The last moment, included; {} days after the first if there is none.", Trainings::MOST_DAYS),
            json!({"type": "string", "format": "date-time", "x-max-days": Trainings::MOST_DAYS}),
        )
        .parameter("status", "Canceled trainings, too.", json!({"type": "string", "enum": ["all"]}))
        .parameter(
            "proposals",
            "Only those with a proposal that waits for an answer. For the trainer.",
            json!({"type": "string", "enum": ["open"]}),
        )
        .in_pages()
        .refused([RoleRefusal::WRONG_ROLE, TrainingsRefusal::FROM_AFTER_TO, TrainingsRefusal::RANGE_TOO_LONG])
        .then_each(super::OF_ONE_TRAINING, "uuid", "$response.body#/trainings/0/uuid")
}

/// A page of trainings.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Trainings")]
struct TrainingsJson {
    trainings: Vec<TrainingJson>,
    /// What to send as `cursor` for the next page; null when there is none.
    next_cursor: Option<String>,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["from", "to", "status", "proposals", "limit", "cursor"])?;
    let (from, to) = (parameters.optional("from", time)?, parameters.optional("to", time)?);
    let (limit, after) = (parameters.limit()?, parameters.cursor(Cursor::parse)?);
    let with_canceled = parameters.is("status", "all")?;
    let with_open_proposal = parameters.is("proposals", "open")?;

    let caller = Caller::of(request)?;
    if with_open_proposal {
        caller.clone().trainer()?;
    }
    let of = match &caller {
        Caller::Attendee(attendee) => TrainingsOf::Attendee(attendee.id),
        Caller::Trainer(_) => TrainingsOf::Trainer(service.trainer),
    };
    // No canceled training has an open proposal: asked for both, there is nothing to add.
    let shown = match (with_open_proposal, with_canceled) {
        (true, _) => Shown::WithOpenProposal,
        (false, true) => Shown::All,
        (false, false) => Shown::Scheduled,
    };
    let query = Trainings::new(of, shown, from, to, request.received())?.page(after, limit);
    let page = service.ask(request, query.ask(&service.table)).await?;
    Reply::json(&TrainingsJson {
        trainings: page.entries.iter().map(|training| TrainingJson::new(training, request.received())).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
