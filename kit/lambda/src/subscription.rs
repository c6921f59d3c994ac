use std::collections::HashSet;

use kit_domain::{Context, DomainEvent, ReadModelError};
use kit_dynamodb::{
    CloudEvent, Item, ItemKey, Table, Transaction,
    deadlines::deadline_passed,
    projection::{Projection, Unprojectable},
};
use uuid::Uuid;

use crate::{BoxFuture, runtime::Elsewhere};

/// Which events a subscriber is sent, and where it records which of them it has handled.
///
/// It follows from the declaration of the subscriber's [`Function`](crate::Function). Relay, reconciliation and replay
/// read nothing else.
#[derive(Debug)]
pub struct Subscription {
    subscriber: &'static str,
    from: &'static str,
    events: Events,
    inbox: &'static str,
    order: Order,
    is_rebuildable: bool,
}

#[derive(Debug)]
enum Events {
    Of(&'static [&'static str]),
    Deadline(fn() -> String),
}

#[derive(Debug)]
enum Order {
    Any,
    InOrder(HandledInOrder),
}

/// Which of these events, as JSON, a subscriber has handled in order.
type HandledInOrder =
    for<'a> fn(&'a Table<Elsewhere>, &'a [&'a str]) -> BoxFuture<'a, Result<HashSet<Uuid>, ReadModelError>>;

impl Subscription {
    /// Events of these types, from the context `From`, in any order. Those that have been handled are in the inbox of
    /// the context `Inbox`.
    pub(crate) const fn in_any_order<From: Context, Inbox: Context>(
        subscriber: &'static str,
        types: &'static [&'static str],
    ) -> Self {
        let (events, order) = (Events::Of(types), Order::Any);
        Self { subscriber, from: From::NAME, events, inbox: Inbox::NAME, order, is_rebuildable: false }
    }

    /// Every deadline that has passed of an aggregate of the context `From`, whose events are `E`.
    pub(crate) const fn to_deadlines<From: Context, E: DomainEvent>(subscriber: &'static str) -> Self {
        let (events, order) = (Events::Deadline(deadline_passed::<E>), Order::Any);
        Self { subscriber, from: From::NAME, events, inbox: From::NAME, order, is_rebuildable: false }
    }

    /// Every event that the projection `P` follows, from the context `From`, in order. The positions of the projection
    /// say which have been handled.
    pub(crate) const fn in_order<From: Context, P: Projection + 'static>(subscriber: &'static str) -> Self {
        let handled: HandledInOrder = |table, events| Box::pin(table.projected::<FromElsewhere<P>>(events));
        Self {
            subscriber,
            from: From::NAME,
            events: Events::Of(P::Event::TYPES),
            inbox: P::Context::NAME,
            order: Order::InOrder(handled),
            is_rebuildable: false,
        }
    }

    pub(crate) const fn rebuildable(self) -> Self {
        Self { is_rebuildable: true, ..self }
    }

    /// The subscriber, by the name of its function and of its queue.
    #[must_use]
    pub const fn subscriber(&self) -> &'static str {
        self.subscriber
    }

    /// The context whose events it is sent.
    #[must_use]
    pub const fn from(&self) -> &'static str {
        self.from
    }

    /// The context whose table keeps which events it has handled.
    #[must_use]
    pub const fn inbox(&self) -> &'static str {
        self.inbox
    }

    /// Whether it handles an event only after all earlier ones of the same aggregate.
    #[must_use]
    pub const fn is_in_order(&self) -> bool {
        matches!(self.order, Order::InOrder(_))
    }

    /// Whether it may be sent old events again, to build its read model anew.
    #[must_use]
    pub const fn is_rebuildable(&self) -> bool {
        self.is_rebuildable
    }

    /// The types of the events that it is sent.
    #[must_use]
    pub fn types(&self) -> Vec<String> {
        match self.events {
            Events::Of(types) => types.iter().map(|kind| (*kind).to_owned()).collect(),
            Events::Deadline(kind) => vec![kind()],
        }
    }

    /// Whether it is sent the events of a type.
    #[must_use]
    pub fn includes(&self, kind: &str) -> bool {
        match self.events {
            Events::Of(types) => types.contains(&kind),
            Events::Deadline(deadline) => deadline() == kind,
        }
    }

    /// Which of these events it has handled in order; none if it handles them in any order.
    pub(crate) async fn handled_in_order(
        &self,
        inbox: &Table<Elsewhere>,
        events: &[&str],
    ) -> Result<HashSet<Uuid>, ReadModelError> {
        match self.order {
            Order::Any => Ok(HashSet::new()),
            Order::InOrder(handled) => handled(inbox, events).await,
        }
    }
}

/// One type of the events `E`, for a subscriber that needs no other. A type that is not among them does not compile, so
/// that no subscriber waits for a version that nobody writes any more.
///
/// ```
/// kit_domain::events! {
///     /// What has happened to a lamp.
///     pub enum LampEvent {
///         /// Somebody switched it on.
///         "lamp.switched-on.v2" SwitchedOn {},
///     }
/// }
/// const TYPES: &[&str] = kit_lambda::only::<LampEvent>("lamp.switched-on.v2");
/// assert_eq!(TYPES, ["lamp.switched-on.v2"]);
/// ```
///
/// ```compile_fail
/// # kit_domain::events! {
/// #     /// What has happened to a lamp.
/// #     pub enum LampEvent {
/// #         /// Somebody switched it on.
/// #         "lamp.switched-on.v2" SwitchedOn {},
/// #     }
/// # }
/// const TYPES: &[&str] = kit_lambda::only::<LampEvent>("lamp.switched-on.v1");
/// ```
///
/// # Panics
/// When `kind` is none of them.
#[must_use]
pub const fn only<E: DomainEvent>(kind: &str) -> &'static [&'static str] {
    let mut types = E::TYPES;
    while let Some((first, rest)) = types.split_first() {
        if is_same(first, kind) {
            return types.split_at(1).0;
        }
        types = rest;
    }
    panic!("no event has this type")
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// A projection whose table is known by its name only.
pub(crate) struct FromElsewhere<P>(std::marker::PhantomData<P>);

impl<P: Projection> Projection for FromElsewhere<P> {
    type Context = Elsewhere;
    type Event = P::Event;

    fn position(event: &Self::Event) -> ItemKey {
        P::position(event)
    }

    fn project(
        event: &CloudEvent<Self::Event>,
        known: Option<Item>,
        transaction: &mut Transaction<'_>,
    ) -> Result<Item, Unprojectable> {
        P::project(event, known, transaction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toys::{ToyEvent, Toys};

    #[test]
    fn a_subscriber_of_one_type_is_sent_no_other() {
        let subscription = Subscription::in_any_order::<Toys, Toys>("greet", only::<ToyEvent>("toy.wound-up.v1"));
        assert!(subscription.includes("toy.wound-up.v1"));
        assert!(!subscription.includes("toy.broken.v1"));
        assert!(!subscription.includes("toy.wound-up.v2"));
    }

    #[test]
    fn a_subscriber_of_deadlines_is_sent_those_of_its_aggregate() {
        let subscription = Subscription::to_deadlines::<Toys, ToyEvent>("stop");
        assert!(subscription.includes("toy.deadline-passed.v1"));
        assert!(!subscription.includes("doll.deadline-passed.v1"));
        assert_eq!(subscription.types(), ["toy.deadline-passed.v1"]);
    }
}
