use std::collections::HashMap;

use kit_dynamodb::{MessageId, handled::Outcome, log::StoredEvent};

use crate::{InvokeError, Runtime, Subscription};

/// An event of the log that one of its subscribers has not handled, and the place of its commit.
pub(super) type Missing = (usize, StoredEvent, &'static Subscription);

/// The outcomes of events for their subscribers.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Neither handled nor dead-lettered, in the order of the log.
    pub(super) missing: Vec<Missing>,
    /// How many wait among the dead letters.
    pub(super) dead_lettered: usize,
}

/// Compares events of a context with what each of their subscribers has recorded in its own table.
pub(super) async fn missing(
    runtime: &Runtime,
    context: &'static str,
    events: Vec<(usize, StoredEvent)>,
) -> Result<Found, InvokeError> {
    let mut sent: HashMap<&'static str, (&'static Subscription, Vec<Missing>)> = HashMap::new();
    for (place, event) in events {
        for subscription in runtime.subscriptions_to(context).filter(|one| one.includes(&event.kind)) {
            let (_, events) = sent.entry(subscription.subscriber()).or_insert_with(|| (subscription, Vec::new()));
            events.push((place, event.clone(), subscription));
        }
    }
    let mut found = Found::default();
    for (subscription, events) in sent.into_values() {
        let inbox = runtime.inbox_of(subscription)?;
        let json: Vec<&str> = events.iter().map(|(_, event, _)| &*event.json).collect();
        let handled = subscription.handled_in_order(&inbox, &json).await?;
        let left: Vec<_> = events.into_iter().filter(|(_, event, _)| !handled.contains(&event.id)).collect();
        let id = |event: &StoredEvent| MessageId::of_event(event.id, subscription.subscriber());
        let ids: Vec<_> = left.iter().map(|(_, event, _)| id(event)).collect();
        let outcomes = inbox.outcomes(&ids).await?;
        for missing in left {
            match outcomes.get(&id(&missing.1)) {
                Some(Outcome::Handled) => {}
                Some(Outcome::DeadLettered) => found.dead_lettered += 1,
                None => found.missing.push(missing),
            }
        }
    }
    found.missing.sort_by_key(|(place, _, _)| *place);
    Ok(found)
}
