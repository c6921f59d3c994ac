//! A store in memory, so that laws can be tried on many histories in little time. What the real one
//! must guarantee beyond (races, repetitions, lost answers) is tested on the embedded DynamoDB.

use std::{
    collections::BTreeMap,
    pin::pin,
    task::{Context, Poll, Waker},
};

use domain::{
    Aggregate, AggregateId, Command, Halt, Interrupted, Load, Terms, UnitOfWork,
    credits::{AccountEvent, AccountId},
    trainer::{Availability, Hour, HourId, HourStart, TrainerId},
    trainings::{Training, TrainingEvent},
    users::AttendeeId,
};

/// Every aggregate, with all events that it ever registered.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    aggregates: BTreeMap<AggregateId, Aggregate>,
    account_events: Vec<AccountEvent>,
    training_events: Vec<TrainingEvent>,
}

impl Memory {
    /// Carries a command out, all of it or nothing.
    pub(crate) fn execute(&mut self, command: &impl Command, terms: &Terms) -> Result<(), Halt> {
        let mut work = Work { memory: self, changed: Vec::new() };
        now(command.decide(&mut work, terms))?;
        let changed = work.changed;
        for aggregate in changed {
            match &aggregate {
                Aggregate::Account(account) => self.account_events.extend(account.events().iter().cloned()),
                Aggregate::Training(training) => self.training_events.extend(training.events().iter().cloned()),
                Aggregate::Post(post) if post.is_deleted() => {
                    self.aggregates.remove(&aggregate.id());
                    continue;
                }
                Aggregate::Hour(_) | Aggregate::User(_) | Aggregate::Post(_) | Aggregate::Author(_) => {}
            }
            self.aggregates.insert(aggregate.id(), stored(aggregate));
        }
        Ok(())
    }

    pub(crate) fn account_events(&self) -> &[AccountEvent] {
        &self.account_events
    }

    pub(crate) fn training_events(&self) -> &[TrainingEvent] {
        &self.training_events
    }

    pub(crate) fn trainings(&self) -> impl Iterator<Item = &Training> {
        self.aggregates.values().filter_map(|aggregate| match aggregate {
            Aggregate::Training(training) => Some(training),
            _ => None,
        })
    }

    pub(crate) fn availability(&self, trainer: TrainerId, start: HourStart) -> Availability {
        match self.aggregates.get(&AggregateId::Hour(HourId { trainer, start })) {
            Some(Aggregate::Hour(hour)) => hour.availability(),
            _ => Availability::NotAvailable,
        }
    }

    pub(crate) fn balance(&self, attendee: AttendeeId) -> u64 {
        match self.aggregates.get(&AggregateId::Account(AccountId(attendee))) {
            Some(Aggregate::Account(account)) => account.balance(),
            _ => 0,
        }
    }
}

struct Work<'a> {
    memory: &'a Memory,
    changed: Vec<Aggregate>,
}

impl UnitOfWork for Work<'_> {
    async fn load<L: Load>(&mut self, ids: L) -> Result<L::Loaded, Interrupted> {
        let found: Vec<_> = ids.ids().iter().map(|id| self.memory.aggregates.get(id).cloned()).collect();
        Ok(ids.take(&mut found.into_iter()))
    }

    fn save(&mut self, aggregate: impl Into<Aggregate>) {
        self.changed.push(aggregate.into());
    }
}

/// An aggregate as it is loaded the next time: without the events that it has registered.
fn stored(aggregate: Aggregate) -> Aggregate {
    match aggregate {
        Aggregate::Hour(hour) => Hour::stored(hour.id(), hour.availability()).into(),
        Aggregate::Account(account) => domain::credits::Account::snapshot(account.id(), account.balance()).into(),
        Aggregate::Training(training) => through_json::<Training>(&training).into(),
        Aggregate::User(user) => through_json::<domain::users::User>(&user).into(),
        Aggregate::Post(post) => through_json::<domain::community::Post>(&post).into(),
        Aggregate::Author(author) => through_json::<domain::community::Author>(&author).into(),
    }
}

fn through_json<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap()
}

/// What a future gives that never has to wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("memory answers at once"),
    }
}
