use std::collections::{HashMap, HashSet};

use adapters::{
    messages::{Fate, StoredEvent},
    store::{CloudEvent, MessageId},
};
use domain::{
    subscriptions::{Order, Subscription, subscriptions_to},
    trainings::TrainingEvent,
};
use uuid::Uuid;

use crate::{Dependencies, InvokeError};

/// An event of the log that a subscriber of it has not taken: of which commit it is, and whose it is.
type Missing = (usize, StoredEvent, &'static Subscription);

/// What subscribers have made of events.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Neither taken nor parked, in the order of the log.
    pub(super) missing: Vec<Missing>,
    /// How many wait among the dead letters.
    pub(super) parked: usize,
}

/// Compares events with what each of their subscribers notes of what it has taken.
pub(super) async fn missing(
    dependencies: &Dependencies,
    events: Vec<(usize, StoredEvent)>,
) -> Result<Found, InvokeError> {
    let mut asked: HashMap<&'static str, (&'static Subscription, Vec<Missing>)> = HashMap::new();
    for (place, event) in events {
        for subscription in subscriptions_to(&event.kind) {
            let (_, events) = asked.entry(subscription.subscriber).or_insert_with(|| (subscription, Vec::new()));
            events.push((place, event.clone(), subscription));
        }
    }
    let mut found = Found::default();
    for (subscription, events) in asked.into_values() {
        let taken = match subscription.order {
            Order::AnyOrder { .. } => HashSet::new(),
            Order::InOrder => counted(dependencies, &events).await?,
        };
        let left: Vec<_> = events.into_iter().filter(|(_, event, _)| !taken.contains(&event.id)).collect();
        let id = |event: &StoredEvent| MessageId::of_event(event.id, subscription.subscriber);
        let ids: Vec<_> = left.iter().map(|(_, event, _)| id(event)).collect();
        let fates = dependencies.inbox_of(subscription).fates(&ids).await?;
        for missing in left {
            match fates.get(&id(&missing.1)) {
                Some(Fate::Taken) => {}
                Some(Fate::Parked) => found.parked += 1,
                None => found.missing.push(missing),
            }
        }
    }
    found.missing.sort_by_key(|(place, _, _)| *place);
    Ok(found)
}

/// Which events the reports have counted.
async fn counted(dependencies: &Dependencies, events: &[Missing]) -> Result<HashSet<Uuid>, InvokeError> {
    // One that is no event of a training can never be counted: it will be parked when it is sent.
    let read = |(_, event, _): &Missing| serde_json::from_str::<CloudEvent<TrainingEvent>>(&event.json).ok();
    let events: Vec<_> = events.iter().filter_map(read).collect();
    Ok(dependencies.reports().counted(&events).await?)
}
