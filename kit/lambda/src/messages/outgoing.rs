use kit_dynamodb::log::StoredEvent;

use super::{Outgoing, Queues};
use crate::Subscription;

/// An event on its way to a subscriber's queue. Its group is its subject, whoever sends it.
pub(crate) fn outgoing(queues: &Queues, place: usize, event: &StoredEvent, subscription: &Subscription) -> Outgoing {
    Outgoing {
        place,
        queue: queues.of(subscription.subscriber()),
        group: event.subject.clone(),
        id: event.id.to_string(),
        body: event.json.clone(),
    }
}
