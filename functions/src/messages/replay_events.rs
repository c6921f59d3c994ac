use std::time::Duration;

use adapters::messages::{LogPlace, Outgoing, Queues};
use domain::{
    Books,
    subscriptions::{Order, SUBSCRIPTIONS, Subscription},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use uuid::Uuid;

use super::outgoing::outgoing;
use crate::{Dependencies, Function, InvokeError};

/// Invoked by an operator: sends the events of a time to a subscriber again, so that it builds up anew what it
/// keeps.
pub static REPLAY_EVENTS: Function =
    Function::trigger("replay-events", |dependencies, payload| Box::pin(handle(dependencies, payload)));

/// How many commits are read at a time.
const PAGE: usize = 500;

/// How many commits are read, and how long, at one invocation. Its answer is the payload of the next.
const MOST_COMMITS: usize = 20_000;
const MOST_TIME: Duration = Duration::from_secs(40);

/// What is to be replayed; and in an answer, what is left to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Replay {
    /// Who is sent the events.
    subscriber: String,
    /// From when on.
    from: Timestamp,
    /// Up to when; now, unless told otherwise.
    #[serde(default)]
    to: Option<Timestamp>,
    /// Which types; all that it subscribes to, unless told otherwise.
    #[serde(default)]
    types: Option<Vec<String>>,
    /// Its id. Each replay has one of its own: a queue takes each message once in five minutes only, and this is
    /// part of what makes it another.
    #[serde(default)]
    id: Option<Uuid>,
    /// Where to go on.
    #[serde(default)]
    at: Option<Position>,
}

/// How far a replay has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Position {
    books: Books,
    after: LogPlace,
}

/// What an invocation did.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replayed {
    /// The replay's id.
    id: Uuid,
    /// Commits that were read.
    looked_at: usize,
    /// Events that were sent.
    sent: usize,
    /// Commits that cannot be read: the log tells their places.
    unreadable: usize,
    /// What to invoke this function with to go on; nothing when all is done.
    next: Option<Replay>,
}

/// Why nothing is replayed.
#[derive(Debug, thiserror::Error)]
enum NotReplayed {
    #[error("nobody is called {0}; known are: {known}", known = known())]
    Unknown(String),
    #[error("{0} must not be sent old events again: what followed from them would follow twice")]
    NotRebuildable(String),
    #[error("{0} takes events in order and needs all of them: {1} must not be left out")]
    LeavesOut(String, String),
}

fn known() -> String {
    SUBSCRIPTIONS.iter().map(|subscription| subscription.subscriber).collect::<Vec<_>>().join(", ")
}

async fn handle(dependencies: &Dependencies, payload: &[u8]) -> Result<Vec<u8>, InvokeError> {
    let replay: Replay = serde_json::from_slice(payload)?;
    let subscription = subscription(&replay)?;
    let begun = Instant::now();
    let id = replay.id.unwrap_or_else(|| dependencies.ids.next());
    let to = replay.to.unwrap_or_else(|| dependencies.clock.now());
    let upto = LogPlace::behind(to);
    let queues = Queues::new(&dependencies.aws);
    let mut replayed = Replayed { id, looked_at: 0, sent: 0, unreadable: 0, next: None };
    let (first, mut after) = match &replay.at {
        Some(at) => (at.books, at.after.clone()),
        None => (Books::ALL[0], LogPlace::at(replay.from)),
    };
    for books in Books::ALL.into_iter().skip_while(|books| *books != first) {
        loop {
            if replayed.looked_at >= MOST_COMMITS || begun.elapsed() >= MOST_TIME {
                let at = Some(Position { books, after });
                replayed.next = Some(Replay { id: Some(id), to: Some(to), at, ..replay });
                return answer(&replayed);
            }
            let page = dependencies.table(books).commits(&after, &upto, PAGE).await?;
            replayed.looked_at += page.logged.len();
            let mut messages = Vec::new();
            for (place, logged) in page.logged.into_iter().enumerate() {
                let Ok(events) = logged.events else {
                    tracing::error!(place = ?logged.place, "a commit cannot be read");
                    replayed.unreadable += 1;
                    continue;
                };
                for event in events.iter().filter(|event| subscription.events.include(&event.kind)) {
                    if replay.types.as_ref().is_some_and(|types| !types.contains(&event.kind)) {
                        if subscription.order == Order::InOrder {
                            return Err(NotReplayed::LeavesOut(replay.subscriber, event.kind.clone()).into());
                        }
                        continue;
                    }
                    let message = outgoing(&dependencies.settings, place, event, subscription)?;
                    messages.push(Outgoing { id: format!("{}-{id}", event.id), ..message });
                }
            }
            let count = messages.len();
            if queues.send(messages).await.is_some() {
                // What was sent of this page comes twice, which its receiver knows.
                let at = Some(Position { books, after });
                replayed.next = Some(Replay { id: Some(id), to: Some(to), at, ..replay });
                return answer(&replayed);
            }
            replayed.sent += count;
            let Some(next) = page.next else { break };
            after = next;
        }
        after = LogPlace::at(replay.from);
    }
    answer(&replayed)
}

fn answer(replayed: &Replayed) -> Result<Vec<u8>, InvokeError> {
    let Replayed { id, looked_at, sent, next, .. } = replayed;
    tracing::info!(replay = %id, looked_at, sent, finished = next.is_none(), "replayed");
    Ok(serde_json::to_vec(replayed)?)
}

fn subscription(replay: &Replay) -> Result<&'static Subscription, NotReplayed> {
    let subscriber = || replay.subscriber.clone();
    let found = SUBSCRIPTIONS.iter().find(|subscription| subscription.subscriber == replay.subscriber);
    let subscription = found.ok_or_else(|| NotReplayed::Unknown(subscriber()))?;
    if !subscription.rebuildable {
        return Err(NotReplayed::NotRebuildable(subscriber()));
    }
    Ok(subscription)
}
