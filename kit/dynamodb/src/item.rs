//! Items and their keys.

use std::collections::HashMap;

use aws_sdk_dynamodb::{error::BuildError, types::AttributeValue};
use serde::{Serialize, de::DeserializeOwned};

/// An item of a table.
pub type Item = HashMap<String, AttributeValue>;

/// The name of the index by `list` and `place`.
pub const LISTS: &str = "lists";

/// The sort key of an aggregate's state in its item collection.
pub const STATE: &str = "STATE";

/// A primary key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemKey {
    /// The partition key.
    pub pk: String,
    /// The sort key.
    pub sk: String,
}

impl ItemKey {
    /// A key.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// The state of the aggregate whose item collection is `pk`.
    pub fn state(pk: impl Into<String>) -> Self {
        Self::new(pk, STATE)
    }

    /// The commit that made `version` of the aggregate whose item collection is `pk`.
    pub fn commit(pk: impl Into<String>, version: u64) -> Self {
        Self::new(pk, commit_sk(version))
    }

    /// The two attributes that the key is.
    #[must_use]
    pub fn attributes(&self) -> Item {
        HashMap::from([("pk".into(), text(&self.pk)), ("sk".into(), text(&self.sk))])
    }

    /// The key of `item`.
    #[must_use]
    pub fn of(item: &Item) -> Option<Self> {
        let part = |name| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        Some(Self { pk: part("pk")?, sk: part("sk")? })
    }
}

/// The sort key of the commit that made `version`.
#[must_use]
pub fn commit_sk(version: u64) -> String {
    format!("COMMIT#{version:010}")
}

/// A text attribute.
pub fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number attribute.
pub fn number(number: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The value that an item holds.
///
/// # Errors
/// When the item does not hold a `T`.
pub fn from_item<T: DeserializeOwned>(item: Item) -> Result<T, serde_dynamo::Error> {
    serde_dynamo::from_item(item)
}

/// An item that holds `value`.
///
/// # Errors
/// When `value` does not serialize as a map.
pub fn to_item(value: impl Serialize) -> Result<Item, serde_dynamo::Error> {
    serde_dynamo::to_item(value)
}

/// The result of a builder whose required fields are all set where it is used.
pub(crate) fn complete<T>(built: Result<T, BuildError>) -> T {
    built.unwrap_or_else(|missing| unreachable!("{missing}"))
}
