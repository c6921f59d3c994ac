use domain::workouts::credits::{
    AccountEvent, RefundReason,
    queries::{Entry, Statement},
};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, Rfc3339},
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{ATTENDEES, Caller, Cursor, workouts::Workouts};

/// `GET /api/users/current/credits`: the attendee's statement, newest entry first.
pub(crate) static CREDITS_STATEMENT: Function<Workouts> = Function::query::<StatementJson>(
    "credits-statement",
    "GET /api/users/current/credits",
    &ATTENDEES,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation.summary("The statement of credits").about("What came and went, newest first.").in_pages().then(
        "training",
        "uuid",
        "$response.body#/entries/0/trainingUuid",
    )
}

/// A page of a statement.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Statement")]
struct StatementJson {
    entries: Vec<EntryJson>,
    /// What to send as `cursor` for the next page; null when there is none.
    next_cursor: Option<String>,
}

/// An entry of a statement.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Entry")]
struct EntryJson {
    /// Whether they came or went.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["granted", "taken-back", "spent", "refunded"]))]
    kind: &'static str,
    /// How many.
    #[schemars(range(min = 1))]
    amount: u64,
    /// How many there were then.
    #[schemars(example = 20)]
    balance: u64,
    /// When.
    time: Rfc3339,
    /// Why they were granted or taken back, in the trainer's words; why they came back,
    /// `canceled-in-time` or `canceled-late-by-trainer`.
    #[schemars(example = "ten-card bought")]
    reason: Option<String>,
    /// The training that they were spent on, or came back from.
    training_uuid: Option<Uuid>,
}

impl From<Entry> for EntryJson {
    fn from(Entry { time, event, .. }: Entry) -> Self {
        let balance = event.balance();
        let (kind, amount, reason, training) = match event {
            AccountEvent::Granted { amount, reason, .. } => ("granted", amount, Some(reason.as_str().to_owned()), None),
            AccountEvent::TakenBack { amount, reason, .. } => {
                ("taken-back", amount, Some(reason.as_str().to_owned()), None)
            }
            AccountEvent::Spent { amount, training, .. } => ("spent", amount, None, Some(training)),
            AccountEvent::Refunded { amount, training, reason, .. } => {
                let reason = match reason {
                    RefundReason::CanceledInTime => "canceled-in-time",
                    RefundReason::CanceledLateByTrainer => "canceled-late-by-trainer",
                };
                ("refunded", amount, Some(reason.to_owned()), Some(training))
            }
        };
        let training_uuid = training.map(Uuid::from);
        Self { kind, amount: amount.get(), balance, time: Rfc3339(time), reason, training_uuid }
    }
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["limit", "cursor"])?;
    let (limit, before) = (parameters.limit()?, parameters.cursor(Cursor::parse)?);
    let caller = Caller::of(request)?;
    let query = Statement { of: caller.clone().attendee()?.id, before, limit };
    let page = service.ask(request, query.ask(&service.table)).await?;
    Reply::json(&StatementJson {
        entries: page.entries.into_iter().map(EntryJson::from).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
