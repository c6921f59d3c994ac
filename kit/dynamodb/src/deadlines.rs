//! Deadlines that aggregates have set.
//!
//! A deadline is an item in a sparse list of the table's index, by the time at which it passes. The transaction that
//! changes the aggregate also puts, moves or deletes it, so that aggregate and deadline never differ. TTL would be days
//! late, and a scheduler a second system to keep in step.
//!
//! A list is one partition of the index; several share the load of writing.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use kit_domain::{Context, DomainEvent, ReadModelError};
use serde::{Deserialize, Serialize};

use crate::{
    Changed, CloudEvent, EventSequence, Stored, Table,
    item::{ItemKey, to_item},
    log::{LogPage, LogPlace, commits},
    transaction::{Transaction, Write, WriteError},
};

/// Over how many lists deadlines are spread.
pub const SHARDS: u64 = 4;

/// The event that a deadline has passed: its type is the aggregate's name and `.deadline-passed.v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlinePassed {
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its data.
    pub data: PassedDeadline,
}

/// Which deadline has passed. The event's subject is the aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedDeadline {
    /// When it passed. An aggregate that has another deadline by now ignores this one.
    pub due: Timestamp,
}

/// The type of the event that a deadline of an aggregate has passed, whose events are `E`: `order.placed.v1` makes
/// `order.deadline-passed.v1`.
#[must_use]
pub fn deadline_passed<E: DomainEvent>() -> String {
    let name = E::TYPES.first().and_then(|kind| kind.split('.').next()).unwrap_or_default();
    format!("{name}.deadline-passed.v1")
}

/// A deadline as it is stored: like a commit, it holds the event to be published.
#[derive(Serialize)]
struct StoredDeadline {
    events: [CloudEvent<DeadlinePassed>; 1],
    list: String,
    place: String,
}

/// The last complete sweep.
#[derive(Serialize, Deserialize)]
struct Sweep {
    at: Timestamp,
}

fn sweep_key() -> ItemKey {
    ItemKey::new("DEADLINES", "SWEEP")
}

fn list(shard: u64) -> String {
    format!("DEADLINES#{shard}")
}

/// The list of the deadline at `key`.
fn list_of(key: &ItemKey) -> String {
    let mut hasher = DefaultHasher::new();
    (&key.pk, &key.sk).hash(&mut hasher);
    list(hasher.finish() % SHARDS)
}

/// Writes what has become of the aggregate's deadline, if anything. The write of its state guards it.
pub(crate) fn write<L, A: Stored<L>>(
    changed: &Changed<'_, A>,
    transaction: &mut Transaction<'_>,
) -> Result<(), WriteError> {
    let aggregate = changed.aggregate;
    let before = changed.before.and_then(A::deadline);
    let now = if aggregate.is_deleted() { None } else { aggregate.deadline() };
    if now == before {
        return Ok(());
    }
    let (id, subject) = (aggregate.id(), A::subject(&aggregate.id()));
    let key = ItemKey::new(A::key(&id).pk, format!("DEADLINE#{subject}"));
    let Some(due) = now else { return transaction.push(Write::delete(key)) };
    let passed = DeadlinePassed { kind: deadline_passed::<A::Event>(), data: PassedDeadline { due } };
    let sequence = EventSequence { version: changed.version(), place: 0 };
    let event = CloudEvent::new(transaction.new_id(), transaction.message(), A::SOURCE, subject, sequence, passed);
    let events = [CloudEvent { time: due, ..event }];
    let item = to_item(StoredDeadline { events, list: list_of(&key), place: commits::place(due, &key) })?;
    transaction.push(Write::put(key, item))
}

impl<C: Context, L: 'static> Table<C, L> {
    /// The deadlines of one of the [`SHARDS`] that have passed by `now` and that no aggregate has moved or cleared
    /// since, after a place, by the time at which they passed: about `most`.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn passed_deadlines(
        &self,
        shard: u64,
        after: &LogPlace,
        now: Timestamp,
        most: usize,
    ) -> Result<LogPage, ReadModelError> {
        self.query_log(list(shard), after, &LogPlace::behind(now), most).await
    }

    /// When the last complete sweep looked for passed deadlines, if there was one.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn last_sweep(&self) -> Result<Option<Timestamp>, ReadModelError> {
        let sweep: Option<Sweep> = self.get(&sweep_key()).await?;
        Ok(sweep.map(|sweep| sweep.at))
    }

    /// Records that a sweep at `at` has sent everything that was due.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn record_sweep(&self, at: Timestamp) -> Result<(), ReadModelError> {
        let sweep = to_item(Sweep { at }).map_err(|error| ReadModelError::Broken(error.into()))?;
        // Without a condition: of two sweeps at once, both have sent everything.
        Ok(self.write(Write::put(sweep_key(), sweep)).await?)
    }
}
