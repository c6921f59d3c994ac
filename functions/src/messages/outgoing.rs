use adapters::messages::{Outgoing, StoredEvent};
use domain::subscriptions::Subscription;

use crate::{Settings, settings::NoQueue};

/// An event on its way to a subscriber's queue. Its group is what it is about, whoever sends it.
pub(super) fn outgoing(
    settings: &Settings,
    place: usize,
    event: &StoredEvent,
    subscription: &Subscription,
) -> Result<Outgoing, NoQueue> {
    Ok(Outgoing {
        place,
        queue: settings.queue_of(subscription.subscriber)?.to_owned(),
        group: event.subject.clone(),
        id: event.id.to_string(),
        body: event.json.clone(),
    })
}
