use domain::credits::{
    AccountEvent, RefundReason,
    queries::{Entry, Statement},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Cursor, Problem, Reply, Rfc3339},
};

/// `GET /api/users/current/credits`: the attendee's statement, newest entry first.
pub static CREDITS_STATEMENT: Function =
    Function::http("credits-statement", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatementJson {
    entries: Vec<EntryJson>,
    next_cursor: Option<String>,
}

/// An entry. `amount` is always positive; `type` tells whether it came or went.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EntryJson {
    #[serde(rename = "type")]
    kind: &'static str,
    amount: u64,
    balance: u64,
    time: Rfc3339,
    reason: Option<String>,
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

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["limit", "cursor"])?;
    let (limit, before) = (parameters.limit()?, parameters.cursor()?);
    let caller = request.caller()?;
    let query = Statement { of: caller.clone().attendee()?.id, before, limit };
    let page = dependencies.ask(&caller, query.ask(&dependencies.workouts)).await?;
    Reply::json(&StatementJson {
        entries: page.entries.into_iter().map(EntryJson::from).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
