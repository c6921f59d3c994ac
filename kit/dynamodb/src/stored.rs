//! How an aggregate is kept.

use kit_domain::{Aggregate, Condition};

use crate::{
    failure::BoxError,
    item::{Item, ItemKey},
    transaction::{Transaction, Write, WriteError},
};

/// How an aggregate is kept in its context's table. This is all that a new aggregate needs.
///
/// `L` names the layout: a type of the crate that implements this. It lets that crate implement the trait for aggregates
/// of another crate, so that a domain needs to know no database.
pub trait Stored<L = ()>: Aggregate {
    /// The source of its events, as CloudEvents has it: `/workouts/trainings`.
    const SOURCE: &'static str;

    /// The item that holds its state. Aggregates may share an item.
    fn key(id: &Self::Id) -> ItemKey;

    /// The aggregate as the subject of its events.
    fn subject(id: &Self::Id) -> String;

    /// The aggregate in the item at its key.
    ///
    /// # Errors
    /// When the item is not what this project writes.
    fn read(id: &Self::Id, item: &Item) -> Result<Read<Self>, serde_dynamo::Error>;

    /// The aggregate and its version from all of its commits, oldest first, when [`Self::read`] found its state
    /// [outdated](Read::Outdated).
    ///
    /// # Errors
    /// When the commits do not make an aggregate.
    fn replay(_id: &Self::Id, _commits: Vec<Item>) -> Result<(Self, u64), BoxError> {
        Err("this aggregate is not replayed from its commits".into())
    }

    /// Writes all aggregates of this type that one command has changed.
    ///
    /// # Errors
    /// See [`WriteError`].
    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError>;
}

/// An aggregate as its item holds it.
pub enum Read<A> {
    /// The aggregate, and the version of its state.
    Found(A, u64),
    /// The item does not hold it.
    Absent,
    /// The item has a form that this release does not read; the commits of its item collection tell.
    Outdated,
}

/// An aggregate that a command has changed.
pub struct Changed<'a, A> {
    /// The aggregate as it is now, with the events that it registered.
    pub aggregate: &'a A,
    /// The aggregate as it was loaded; none if it is new.
    pub before: Option<&'a A>,
    /// The version that was loaded; 0 if there was none.
    pub loaded: u64,
}

impl<A: Aggregate> Changed<'_, A> {
    /// The version that the change makes.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.loaded + 1
    }

    /// Puts the commit of an aggregate that has an item collection of its own.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn put_commit<L>(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError>
    where
        A: Stored<L>,
    {
        let id = self.aggregate.id();
        let events = transaction.envelopes(A::SOURCE, &A::subject(&id), self.version(), self.aggregate.events());
        transaction.put_commit(ItemKey::commit(A::key(&id).pk, self.version()), events)
    }
}

/// How a condition is judged by DynamoDB.
pub trait StoredCondition<L = ()>: Condition {
    /// A [`Write::check`] of one item.
    fn check(&self) -> Write;
}
