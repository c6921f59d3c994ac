//! The writes of one transaction.

use std::{collections::HashMap, sync::Arc};

use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update};
use kit_domain::{Context, DomainEvent, Ids};
use serde::Serialize;

use crate::{
    CloudEvent, EventSequence, Message, Table,
    failure::{self, BoxError, Failure},
    item::{Item, ItemKey, complete, number, to_item},
    log::commits,
};

/// The most actions that DynamoDB takes in one transaction.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>
pub const MOST_ACTIONS: usize = 100;

/// The changes of one unit of work, as DynamoDB takes them: at most [`MOST_ACTIONS`], each on an item of its own.
pub struct Transaction<'a> {
    message: &'a Message,
    ids: &'a dyn Ids,
    writes: Vec<Write>,
}

/// Why a write cannot be part of a transaction. Trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// DynamoDB takes no more.
    #[error("a transaction has at most {MOST_ACTIONS} actions; the one more is on {pk} {sk}", pk = .0.pk, sk = .0.sk)]
    TooManyActions(ItemKey),
    /// DynamoDB takes one action per item.
    #[error("a transaction changes an item once; there are two actions on {pk} {sk}", pk = .0.pk, sk = .0.sk)]
    SameItem(ItemKey),
    /// A value cannot be written as an item.
    #[error(transparent)]
    Unwritable(#[from] serde_dynamo::Error),
    /// The store of an aggregate is wrong.
    #[error(transparent)]
    Other(BoxError),
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Broken(error.into())
    }
}

/// A write of one item, on a condition or without.
#[derive(Clone, Debug)]
pub struct Write {
    key: ItemKey,
    action: Action,
    conditions: Vec<String>,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

#[derive(Clone, Debug)]
enum Action {
    Put(Item),
    Update(String),
    Delete,
    Check,
}

impl Write {
    /// Puts `item` at `key`. Without a condition, something else in the transaction must have one that guards it.
    #[must_use]
    pub fn put(key: ItemKey, item: Item) -> Self {
        Self::new(key, Action::Put(item))
    }

    /// Puts `item` at `key`, where no item may be.
    #[must_use]
    pub fn put_new(key: ItemKey, item: Item) -> Self {
        Self::put(key, item).when("attribute_not_exists(pk)")
    }

    /// Puts an aggregate's new state at `key`, where it must still have the version that was `loaded`: 0 for none.
    #[must_use]
    pub fn put_state(key: ItemKey, mut item: Item, loaded: u64) -> Self {
        item.insert("version".into(), number(loaded + 1));
        if loaded == 0 { Self::put_new(key, item) } else { Self::put(key, item).when_loaded(loaded) }
    }

    /// Updates the item at `key`.
    #[must_use]
    pub fn update(key: ItemKey, expression: impl Into<String>) -> Self {
        Self::new(key, Action::Update(expression.into()))
    }

    /// Deletes the item at `key`.
    #[must_use]
    pub fn delete(key: ItemKey) -> Self {
        Self::new(key, Action::Delete)
    }

    /// Changes nothing: a condition on the item at `key`.
    #[must_use]
    pub fn check(key: ItemKey) -> Self {
        Self::new(key, Action::Check)
    }

    fn new(key: ItemKey, action: Action) -> Self {
        Self { key, action, conditions: Vec::new(), names: HashMap::new(), values: HashMap::new() }
    }

    /// On condition that this is true; with other conditions, that all are.
    #[must_use]
    pub fn when(mut self, condition: impl Into<String>) -> Self {
        self.conditions.push(condition.into());
        self
    }

    /// On condition that the item still has the version that was `loaded`.
    #[must_use]
    pub fn when_loaded(self, loaded: u64) -> Self {
        self.when("version = :loaded").value(":loaded", number(loaded))
    }

    /// What a name in the expressions stands for, such as `#list` for `list`.
    #[must_use]
    pub fn name(mut self, placeholder: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.insert(placeholder.into(), name.into());
        self
    }

    /// What a value in the expressions stands for, such as `:loaded` for a version.
    #[must_use]
    pub fn value(mut self, placeholder: impl Into<String>, value: AttributeValue) -> Self {
        self.values.insert(placeholder.into(), value);
        self
    }

    fn action(self, table: &str) -> TransactWriteItem {
        let condition = match self.conditions.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            all => Some(all.iter().map(|condition| format!("({condition})")).collect::<Vec<_>>().join(" AND ")),
        };
        let names = (!self.names.is_empty()).then_some(self.names);
        let values = (!self.values.is_empty()).then_some(self.values);
        let key = self.key.attributes();
        let item = TransactWriteItem::builder();
        match self.action {
            Action::Put(mut put) => {
                put.extend(key);
                let put = Put::builder()
                    .table_name(table)
                    .set_item(Some(put))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values);
                item.put(complete(put.build())).build()
            }
            Action::Update(expression) => {
                let update = Update::builder()
                    .table_name(table)
                    .set_key(Some(key))
                    .update_expression(expression)
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values);
                item.update(complete(update.build())).build()
            }
            Action::Delete => {
                let delete = Delete::builder()
                    .table_name(table)
                    .set_key(Some(key))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values);
                item.delete(complete(delete.build())).build()
            }
            Action::Check => {
                let check = ConditionCheck::builder()
                    .table_name(table)
                    .set_key(Some(key))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values);
                item.condition_check(complete(check.build())).build()
            }
        }
    }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// Writes one item by itself: a put or an update.
    pub(crate) async fn write(&self, write: Write) -> Result<(), Failure> {
        let action = write.action(&self.name);
        match (action.put, action.update) {
            (Some(put), _) => {
                let put = self
                    .client
                    .put_item()
                    .table_name(put.table_name)
                    .set_item(Some(put.item))
                    .set_condition_expression(put.condition_expression)
                    .set_expression_attribute_names(put.expression_attribute_names)
                    .set_expression_attribute_values(put.expression_attribute_values);
                put.send().await.map(drop).map_err(failure::of_conditional)
            }
            (None, Some(update)) => {
                let update = self
                    .client
                    .update_item()
                    .table_name(update.table_name)
                    .set_key(Some(update.key))
                    .update_expression(update.update_expression)
                    .set_condition_expression(update.condition_expression)
                    .set_expression_attribute_names(update.expression_attribute_names)
                    .set_expression_attribute_values(update.expression_attribute_values);
                update.send().await.map(drop).map_err(failure::of_conditional)
            }
            (None, None) => Err(Failure::Broken("a single write is a put or an update".into())),
        }
    }
}

/// The events of one commit of an aggregate, in order: its history and the outbox at once.
#[derive(Debug, Serialize, serde::Deserialize)]
pub struct Commit<E> {
    /// The events.
    pub events: Vec<CloudEvent<E>>,
}

/// A commit in the log of its day.
#[derive(Serialize)]
struct LoggedCommit<E> {
    #[serde(flatten)]
    commit: Commit<E>,
    list: String,
    place: String,
}

impl<'a> Transaction<'a> {
    pub(crate) fn new(message: &'a Message, ids: &'a Arc<dyn Ids>) -> Self {
        Self { message, ids: &**ids, writes: Vec::new() }
    }

    /// The message that makes these changes.
    #[must_use]
    pub fn message(&self) -> &Message {
        self.message
    }

    /// Adds a write.
    ///
    /// # Errors
    /// [`WriteError::TooManyActions`] for the 101st, and [`WriteError::SameItem`].
    pub fn push(&mut self, write: Write) -> Result<(), WriteError> {
        if self.writes.iter().any(|other| other.key == write.key) {
            return Err(WriteError::SameItem(write.key));
        }
        if self.writes.len() == MOST_ACTIONS {
            return Err(WriteError::TooManyActions(write.key));
        }
        self.writes.push(write);
        Ok(())
    }

    /// Adds a check; if the item is written anyway, its conditions become the write's.
    pub(crate) fn require(&mut self, check: Write) -> Result<(), WriteError> {
        let Some(write) = self.writes.iter_mut().find(|write| write.key == check.key) else { return self.push(check) };
        for condition in check.conditions {
            if !write.conditions.contains(&condition) {
                write.conditions.push(condition);
            }
        }
        write.names.extend(check.names);
        write.values.extend(check.values);
        Ok(())
    }

    /// The events of an aggregate's new `version`, in their envelopes.
    pub fn envelopes<E: DomainEvent>(
        &self,
        source: &str,
        subject: &str,
        version: u64,
        events: &[E],
    ) -> Vec<CloudEvent<E>> {
        let commitsize = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let envelope = |(place, event): (u32, &E)| {
            let (sequence, subject) = (EventSequence { version, place }, subject.to_owned());
            let event = CloudEvent::new(self.ids.next(), self.message, source, subject, sequence, event.clone());
            CloudEvent { commitsize, ..event }
        };
        (0..).zip(events).map(envelope).collect()
    }

    /// Puts a commit where none may be: nobody else makes the same version. The log lists it by the time at which the
    /// message began to be handled: it is committed within its function's timeout, or never.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn put_commit<E: Serialize>(&mut self, key: ItemKey, events: Vec<CloudEvent<E>>) -> Result<(), WriteError> {
        let begun = self.message.begun;
        let (list, place) = (commits::list_of_day(commits::date_of(begun)), commits::place(begun, &key));
        let item = to_item(LoggedCommit { commit: Commit { events }, list, place })?;
        self.push(Write::put_new(key, item))
    }

    pub(crate) fn new_id(&self) -> uuid::Uuid {
        self.ids.next()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    pub(crate) fn actions(self, table: &str) -> Vec<TransactWriteItem> {
        self.writes.into_iter().map(|write| write.action(table)).collect()
    }
}
