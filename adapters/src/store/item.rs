//! Items and their keys.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    error::BuildError,
    types::{AttributeValue, Put, TransactWriteItem},
};
use serde::{Serialize, de::DeserializeOwned};

/// An item of the table.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// The name of the index by `list` and `place`.
pub(crate) const LISTS: &str = "lists";

/// Where an aggregate's state is kept in its item collection.
pub(crate) const STATE: &str = "STATE";

/// A primary key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ItemKey {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl ItemKey {
    /// The state of the aggregate whose item collection is `pk`.
    pub(crate) fn state(pk: String) -> Self {
        Self { pk, sk: STATE.into() }
    }

    /// As the two attributes that it is.
    pub(crate) fn attributes(&self) -> Item {
        HashMap::from([("pk".into(), text(&self.pk)), ("sk".into(), text(&self.sk))])
    }

    /// The key of `item`.
    pub(crate) fn of(item: &Item) -> Option<Self> {
        let part = |name| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        Some(Self { pk: part("pk")?, sk: part("sk")? })
    }
}

/// The sort key of the commit that made `version`.
pub(crate) fn commit_sk(version: u64) -> String {
    format!("COMMIT#{version:010}")
}

/// A text attribute.
pub(crate) fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number attribute.
pub(crate) fn number(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// What an item holds.
pub(crate) fn from_item<T: DeserializeOwned>(item: Item) -> Result<T, serde_dynamo::Error> {
    serde_dynamo::from_item(item)
}

/// An item that holds `value`.
pub(crate) fn to_item(value: impl Serialize) -> Result<Item, serde_dynamo::Error> {
    serde_dynamo::to_item(value)
}

/// Puts `item` at `key`, with no condition: something else in the transaction has one that guards it.
pub(crate) fn put(table: &str, key: &ItemKey, item: Item) -> TransactWriteItem {
    write_put(Put::builder().table_name(table), key, item)
}

/// Puts `item` at `key`, where nothing may be.
pub(crate) fn put_new(table: &str, key: &ItemKey, item: Item) -> TransactWriteItem {
    write_put(Put::builder().table_name(table).condition_expression("attribute_not_exists(pk)"), key, item)
}

/// Puts an aggregate's new state at `key`, where it must still be as `loaded`: a version, 0 for none.
pub(crate) fn put_state(table: &str, key: &ItemKey, mut item: Item, loaded: u64) -> TransactWriteItem {
    item.insert("version".into(), number(loaded + 1));
    if loaded == 0 {
        return put_new(table, key, item);
    }
    let unchanged = Put::builder()
        .table_name(table)
        .condition_expression("version = :loaded")
        .expression_attribute_values(":loaded", number(loaded));
    write_put(unchanged, key, item)
}

fn write_put(put: aws_sdk_dynamodb::types::builders::PutBuilder, key: &ItemKey, mut item: Item) -> TransactWriteItem {
    item.extend(key.attributes());
    TransactWriteItem::builder().put(complete(put.set_item(Some(item)).build())).build()
}

/// What a builder gives whose required fields are all set where it is used.
pub(crate) fn complete<T>(built: Result<T, BuildError>) -> T {
    built.unwrap_or_else(|missing| unreachable!("{missing}"))
}
