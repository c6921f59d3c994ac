use std::{fmt::Debug, hash::Hash};

use jiff::Timestamp;

use crate::{Context, DomainEvent};

/// A part of the business that changes as one.
///
/// A method that changes an aggregate registers what has happened. A store commits the new state together with these
/// events, and only if nobody else has changed the aggregate since it was loaded.
pub trait Aggregate: Clone + Send + Sync + 'static {
    /// The context that it belongs to.
    type Context: Context;
    /// The type of its id.
    type Id: Identifies<Aggregate = Self>;
    /// The events that it registers.
    type Event: DomainEvent;
    /// The result of loading: `Option<Self>`, or `Self` for an aggregate that is there from the beginning.
    type Loaded: Send;

    /// Which aggregate this is.
    fn id(&self) -> Self::Id;

    /// The events registered since it was loaded, in order.
    fn events(&self) -> &[Self::Event];

    /// The result of loading `id` when a store has `found` this.
    fn loaded(id: &Self::Id, found: Option<Self>) -> Self::Loaded;

    /// Whether it has been deleted since it was loaded. No store finds a deleted aggregate again.
    fn is_deleted(&self) -> bool {
        false
    }

    /// When its deadline passes, if its present state has one.
    ///
    /// A store keeps the deadline in the transaction that changes the aggregate, and reports it once it has passed. An
    /// aggregate that has moved on by then has another deadline or none, so a late report changes nothing.
    fn deadline(&self) -> Option<Timestamp> {
        None
    }
}

/// The id of an aggregate.
pub trait Identifies: Clone + Debug + Eq + Hash + Send + Sync + 'static {
    /// The aggregate that it identifies.
    type Aggregate: Aggregate<Id = Self>;
}
