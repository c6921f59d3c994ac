use jiff::Timestamp;
use kit_domain::Context;
use kit_dynamodb::log::LogPlace;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Outgoing, outgoing};
use crate::{Invocation, InvokeError, Runtime, Service, Subscription};

/// How many commits are read at a time.
const PAGE: usize = 500;

/// The share of an invocation's time after which the rest is left to the next one.
const SHARE: f64 = 0.65;

/// The events to replay; in an answer, those that are left.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Replay {
    /// The subscriber that the events are sent to.
    subscriber: String,
    /// The time of the first one.
    from: Timestamp,
    /// The time of the last one; if missing, now.
    #[serde(default)]
    to: Option<Timestamp>,
    /// Their types; if missing, all that it subscribes to.
    #[serde(default)]
    types: Option<Vec<String>>,
    /// The id of the replay. It makes the ids of its messages differ from others, because a queue accepts an id only
    /// once in five minutes.
    #[serde(default)]
    id: Option<Uuid>,
    /// Where to continue.
    #[serde(default)]
    after: Option<LogPlace>,
}

/// The result of an invocation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replayed {
    /// The replay's id.
    id: Uuid,
    /// Commits that were read.
    looked_at: usize,
    /// Events that were sent.
    sent: usize,
    /// Commits that cannot be read: the log has their places.
    unreadable: usize,
    /// The payload of the next invocation; none when everything has been sent.
    next: Option<Replay>,
}

/// Why nothing is replayed.
#[derive(Debug, thiserror::Error)]
enum NotReplayed {
    #[error("no subscriber of this context is called {0}; there are: {1}")]
    Unknown(String, String),
    #[error("{0} must not be sent old events again: what followed from them would follow twice")]
    NotRebuildable(String),
    #[error("{0} handles events in order and needs all of them: {1} must not be left out")]
    LeavesOut(String, String),
}

/// Invoked by an operator: sends the events of a time to a subscriber again, so that it builds its read model anew.
///
/// It sends what it can within the invocation's time. Its answer has the payload of the next invocation.
pub(crate) async fn replay_events<S: Service>(service: &S, invocation: Invocation<'_>) -> Result<Vec<u8>, InvokeError> {
    let replay: Replay = serde_json::from_slice(invocation.payload)?;
    let runtime = service.runtime();
    let subscription = subscription(runtime, S::Context::NAME, &replay)?;
    let queues = runtime.queues()?;
    let id = replay.id.unwrap_or_else(|| runtime.ids().next());
    let to = replay.to.unwrap_or_else(|| runtime.clock().now());
    let upto = LogPlace::behind(to);
    let mut replayed = Replayed { id, looked_at: 0, sent: 0, unreadable: 0, next: None };
    let mut after = replay.after.clone().or_else(|| Some(LogPlace::at(replay.from)));
    while let Some(place) = after {
        let rest = Replay { id: Some(id), to: Some(to), after: Some(place.clone()), ..replay.clone() };
        if invocation.budget.is_spent(SHARE) {
            replayed.next = Some(rest);
            break;
        }
        let page = service.table().commits(&place, &upto, PAGE).await?;
        replayed.looked_at += page.logged.len();
        let mut messages = Vec::new();
        for (place, logged) in page.logged.into_iter().enumerate() {
            let Ok(events) = logged.events else {
                tracing::error!(place = ?logged.place, "a commit cannot be read");
                replayed.unreadable += 1;
                continue;
            };
            for event in events.iter().filter(|event| subscription.includes(&event.kind)) {
                if replay.types.as_ref().is_some_and(|types| !types.contains(&event.kind)) {
                    if subscription.is_in_order() {
                        return Err(NotReplayed::LeavesOut(replay.subscriber, event.kind.clone()).into());
                    }
                    continue;
                }
                let message = outgoing(queues, place, event, subscription);
                messages.push(Outgoing { id: format!("{}-{id}", event.id), ..message });
            }
        }
        let count = messages.len();
        if queues.send(messages).await.is_some() {
            // The part of this page that was sent comes twice, and its receiver recognizes it.
            replayed.next = Some(rest);
            break;
        }
        replayed.sent += count;
        after = page.next;
    }
    let Replayed { looked_at, sent, next, .. } = &replayed;
    tracing::info!(replay = %id, looked_at, sent, finished = next.is_none(), "replayed");
    Ok(serde_json::to_vec(&replayed)?)
}

fn subscription(
    runtime: &Runtime,
    context: &'static str,
    replay: &Replay,
) -> Result<&'static Subscription, NotReplayed> {
    let subscriber = replay.subscriber.clone();
    let found = runtime.subscriptions_to(context).find(|subscription| subscription.subscriber() == subscriber);
    let Some(subscription) = found else {
        let names: Vec<_> = runtime.subscriptions_to(context).map(Subscription::subscriber).collect();
        return Err(NotReplayed::Unknown(subscriber, names.join(", ")));
    };
    if subscription.is_rebuildable() { Ok(subscription) } else { Err(NotReplayed::NotRebuildable(subscriber)) }
}
