//! Projections: read models that follow the events of aggregates in order.
//!
//! For each subject a projection keeps its position, the event that comes next. The position changes in the transaction
//! that projects an event, on condition that it is still the one before: so every event counts once, and only after all
//! earlier ones of its subject. The position also says which events have been handled.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use kit_domain::{Context, DomainEvent, ReadModelError};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    CloudEvent, EventSequence, Message, MessageId, Table, Transaction, Write, WriteError,
    execute::{MOST_ATTEMPTS, pause},
    failure::{self, BoxError, Failure},
    item::{Item, ItemKey, from_item, text},
};

/// A read model that follows events in order.
pub trait Projection: Send + Sync {
    /// The context whose table it is kept in.
    type Context: Context;
    /// The events that it follows: all of one type of aggregate.
    type Event: DomainEvent;

    /// The item that keeps the position of an event's subject, and what is known of the subject.
    fn position(event: &Self::Event) -> ItemKey;

    /// Projects the next event of a subject, of which `known` is the position's item. Gives that item's new content;
    /// further writes go into the transaction.
    ///
    /// # Errors
    /// [`Unprojectable`] when the event cannot be the next one.
    fn project(
        event: &CloudEvent<Self::Event>,
        known: Option<Item>,
        transaction: &mut Transaction<'_>,
    ) -> Result<Item, Unprojectable>;
}

/// Why an event can never be projected.
#[derive(Debug, thiserror::Error)]
pub enum Unprojectable {
    /// It cannot follow the events before it.
    #[error("{0}")]
    OutOfPlace(&'static str),
    /// An item cannot be read or written.
    #[error(transparent)]
    Item(#[from] serde_dynamo::Error),
    /// A write is impossible.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The outcome of an event for a projection.
#[derive(Debug)]
pub enum Projected {
    /// It has been projected.
    Now,
    /// It had been projected before.
    Before,
    /// An earlier event of its subject is missing, and has to come first.
    TooEarly,
    /// The table did not answer; later it may.
    Unavailable(BoxError),
    /// It can never be projected.
    Never(BoxError),
}

/// The attribute of a position.
const NEXT: &str = "next";

#[derive(Deserialize)]
struct Position {
    next: EventSequence,
}

impl<C: Context, L: 'static> Table<C, L> {
    /// Projects an event once, and only after all earlier ones of its subject.
    pub async fn project<P: Projection<Context = C>>(&self, event: &CloudEvent<P::Event>) -> Projected {
        for attempt in 1.. {
            match self.try_project::<P>(event).await {
                Ok(projected) => return projected,
                Err(Failure::Broken(cause)) => return Projected::Never(cause),
                Err(Failure::Unavailable(cause)) => return Projected::Unavailable(cause),
                // Another event changed the same items in the same moment.
                Err(Failure::Conflict(cause)) if attempt == MOST_ATTEMPTS => return Projected::Unavailable(cause),
                Err(Failure::Conflict(_)) => pause(attempt).await,
            }
        }
        unreachable!("the last attempt has returned")
    }

    /// Which of these events have been projected: all that come before the next one of their subject. An unreadable
    /// event is left out: reconciliation sends it again, and the subscriber dead-letters it.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn projected<P: Projection<Context = C>>(
        &self,
        events: &[&str],
    ) -> Result<HashSet<Uuid>, ReadModelError> {
        let read = |json: &&str| serde_json::from_str::<CloudEvent<P::Event>>(json).ok();
        let events: Vec<_> = events.iter().filter_map(read).collect();
        let positions: HashSet<ItemKey> = events.iter().map(|event| P::position(&event.event)).collect();
        let mut next = HashMap::new();
        for (key, item) in self.read_items(positions).await? {
            // An unreadable position says nothing: its events are sent again, and dead-lettered.
            if let Ok(position) = from_item::<Position>(item) {
                next.insert(key, position.next);
            }
        }
        let is_projected = |event: &&CloudEvent<P::Event>| {
            next.get(&P::position(&event.event)).is_some_and(|next| event.sequence < *next)
        };
        Ok(events.iter().filter(is_projected).map(|event| event.id).collect())
    }

    async fn try_project<P: Projection<Context = C>>(
        &self,
        event: &CloudEvent<P::Event>,
    ) -> Result<Projected, Failure> {
        let key = P::position(&event.event);
        let get = self.client.get_item().table_name(&*self.name).set_key(Some(key.attributes())).consistent_read(true);
        let known = get.send().await.map_err(failure::of_call)?.item;
        let position = known.clone().map(from_item::<Position>).transpose()?;
        let next = position.map_or(EventSequence::FIRST, |position| position.next);
        match event.sequence.cmp(&next) {
            Ordering::Less => return Ok(Projected::Before),
            Ordering::Greater => return Ok(Projected::TooEarly),
            Ordering::Equal => {}
        }
        let message = Message::of_event(event.id, event.time);
        let mut transaction = Transaction::new(&message, &self.ids);
        let mut item = match P::project(event, known, &mut transaction) {
            Ok(item) => item,
            Err(unprojectable) => return Ok(Projected::Never(unprojectable.into())),
        };
        item.insert(NEXT.into(), text(event.sequence.next(event.commitsize)));
        let put = if next == EventSequence::FIRST {
            Write::put_new(key, item)
        } else {
            Write::put(key, item).when("#next = :expected").name("#next", NEXT).value(":expected", text(next))
        };
        transaction.push(put)?;
        let actions = transaction.actions(&self.name);
        let written = self.client.transact_write_items().set_transact_items(Some(actions)).send().await;
        written.map(|_| Projected::Now).map_err(failure::of_transaction)
    }
}

impl Message {
    /// The message of an event that happened at a time.
    fn of_event(event: Uuid, time: jiff::Timestamp) -> Self {
        Self {
            id: MessageId::from(event),
            fingerprint: None,
            received: time,
            begun: time,
            completes: None,
            kept: crate::EVENTS,
            correlation: String::new(),
            traceparent: None,
        }
    }
}
