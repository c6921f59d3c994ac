use jiff::{SignedDuration, Timestamp};
use kit_domain::Context;
use kit_dynamodb::{deadlines::SHARDS, log::LogPlace};
use serde::Serialize;

use crate::{
    Invocation, InvokeError, Service,
    again::{doublings, is_due},
    messages::{Outgoing, outgoing},
};

/// How many deadlines are read at a time.
const PAGE: usize = 500;

/// The share of an invocation's time after which the rest is left to the next sweep.
const SHARE: f64 = 0.65;

/// The time between two sweeps.
const INTERVAL: SignedDuration = SignedDuration::from_mins(1);

/// The result of a sweep.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Swept {
    /// Deadlines that have passed and stand.
    passed: usize,
    /// Messages that were sent for them.
    sent: usize,
    /// Deadlines that cannot be read.
    unreadable: usize,
}

/// On a schedule: sends each deadline that has passed to its subscribers, like an event.
///
/// A deadline stands until its aggregate has moved on. Until then it is sent again, each time that its age has doubled:
/// so no outage loses one. The subscriber's inbox recognizes a message that it has handled.
pub(crate) async fn sweep_deadlines<S: Service>(
    service: &S,
    invocation: Invocation<'_>,
) -> Result<Vec<u8>, InvokeError> {
    let (runtime, table) = (service.runtime(), service.table());
    let (queues, now) = (runtime.queues()?, runtime.clock().now());
    let last = table.last_sweep().await?;
    let (mut swept, mut is_complete) = (Swept::default(), true);
    for shard in 0..SHARDS {
        let mut after = Some(LogPlace::at(Timestamp::UNIX_EPOCH));
        while let Some(place) = after {
            if invocation.budget.is_spent(SHARE) {
                is_complete = false;
                break;
            }
            let page = table.passed_deadlines(shard, &place, now, PAGE).await?;
            swept.passed += page.logged.len();
            let mut messages = Vec::new();
            for (place, logged) in page.logged.into_iter().enumerate() {
                let due = logged.place.time()?;
                if !is_to_be_sent(due, last, now) {
                    continue;
                }
                let Ok(events) = logged.events else {
                    tracing::error!(place = ?logged.place, "a deadline cannot be read");
                    swept.unreadable += 1;
                    continue;
                };
                let nth = doublings(now.duration_since(due), INTERVAL);
                for event in events {
                    let subscriptions = runtime.subscriptions_to(S::Context::NAME);
                    for subscription in subscriptions.filter(|subscription| subscription.includes(&event.kind)) {
                        let message = outgoing(queues, place, &event, subscription);
                        messages.push(Outgoing { id: format!("{}-passed-{nth}", event.id), ..message });
                    }
                }
            }
            swept.sent += messages.len();
            is_complete &= queues.send(messages).await.is_none();
            after = page.next;
        }
    }
    // After an incomplete sweep, everything that was due is due again.
    if is_complete {
        table.record_sweep(now).await?;
    }
    let Swept { passed, sent, unreadable } = swept;
    tracing::info!(context = S::Context::NAME, passed, sent, unreadable, "swept");
    Ok(serde_json::to_vec(&swept)?)
}

/// Whether a deadline that passed at `due` is to be sent at `now`: for the first time, or because its age has doubled
/// since the last sweep.
fn is_to_be_sent(due: Timestamp, last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| due > last || is_due(due, last, now, INTERVAL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_sent_at_once_and_then_at_twice_the_age_each_time() {
        let minutes = SignedDuration::from_mins;
        let due = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(30);
        let at = |minute| Timestamp::UNIX_EPOCH + minutes(minute);
        let sent = (1..=40).filter(|minute| is_to_be_sent(due, Some(at(minute - 1)), at(*minute)));
        assert_eq!(sent.collect::<Vec<_>>(), [1, 2, 3, 5, 9, 17, 33]);
    }

    #[test]
    fn after_an_outage_the_first_sweep_sends_every_deadline() {
        let last = Timestamp::UNIX_EPOCH;
        let now = last + SignedDuration::from_hours(72);
        for hours in [1, 30, 71] {
            assert!(is_to_be_sent(last + SignedDuration::from_hours(hours), Some(last), now));
        }
        assert!(is_to_be_sent(last, None, now));
    }
}
