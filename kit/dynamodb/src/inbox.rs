//! The inbox: which messages have had their effects.
//!
//! The transaction that carries a message's effects also puts its record, on condition that no
//! unexpired one is there. So every effect happens once, however often the message comes, and at no
//! extra round trip. A refusal has no effects and is not recorded.
//!
//! Effects that are too many for one transaction are such that they may be repeated. The record that they
//! are complete is put after the last of them.

use aws_sdk_dynamodb::types::{AttributeValue, Get, TransactGetItem};
use jiff::Timestamp;
use kit_domain::Context;
use serde::{Deserialize, Serialize};

use crate::{
    ExecuteError, Message, MessageId, Table, Write,
    failure::{self, Failure},
    item::{Item, ItemKey, complete, from_item, number, to_item},
};

/// The answer to a command that has been executed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Where the thing that the command started can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_location: Option<String>,
}

/// A message that has had its effects.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    #[serde(flatten)]
    answer: Answer,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    /// Seconds since 1970: the table's time to live. It deletes late, so whoever reads judges for itself.
    expires_at: i64,
}

/// What the inbox says of a message.
#[derive(Debug)]
pub(crate) enum Seen {
    /// It has not had its effects.
    Nothing,
    /// It has, and gets this answer again.
    Done(Answer),
    /// Another one has had its effects under the same key.
    Other,
}

/// The key of a message's record.
pub(crate) fn key(message: MessageId) -> ItemKey {
    ItemKey { pk: format!("INBOX#{message}"), sk: "RECORD".into() }
}

/// What an item of the inbox says of a message.
pub(crate) fn seen(message: &Message, found: Option<Item>) -> Result<Seen, serde_dynamo::Error> {
    let Some(item) = found else { return Ok(Seen::Nothing) };
    let record: Record = from_item(item)?;
    Ok(if record.expires_at <= message.received.as_second() {
        Seen::Nothing
    } else if record.fingerprint == message.fingerprint.as_ref().map(|fingerprint| fingerprint.0.clone()) {
        Seen::Done(record.answer)
    } else {
        Seen::Other
    })
}

/// On what condition a record is put: that no unexpired one is there.
const NOT_SEEN: &str = "attribute_not_exists(pk) OR expiresAt <= :now";

/// Puts the message's record unless an unexpired one is there.
pub(crate) fn record(message: &Message, answer: &Answer) -> Result<Write, serde_dynamo::Error> {
    Ok(Write::put(key(message.id), item(message, answer)?).when(NOT_SEEN).value(":now", now(message)))
}

impl<C: Context, L: 'static> Table<C, L> {
    /// Records that a message has had all its effects, when they were more than one transaction takes. A record that
    /// is there already is as good.
    ///
    /// # Errors
    /// [`ExecuteError::TryAgain`] and [`ExecuteError::Broken`], when the table gives no answer.
    pub async fn record_handled(&self, message: &Message) -> Result<(), ExecuteError> {
        let record = record(message, &Answer::default()).map_err(|error| ExecuteError::Broken(error.into()))?;
        match self.write(record).await {
            Ok(()) => Ok(()),
            Err(failure) if failure.is_false_condition() => Ok(()),
            Err(Failure::Conflict(cause) | Failure::Unavailable(cause)) => Err(ExecuteError::TryAgain(cause)),
            Err(Failure::Broken(cause)) => Err(ExecuteError::Broken(cause)),
        }
    }

    /// What the inbox says of a message now. Read as a transaction: any other read may still see the inbox as it was
    /// while a transaction under way has written other items already.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation>
    pub(crate) async fn seen(&self, message: &Message) -> Result<Seen, Failure> {
        let key = key(message.id).attributes();
        let get = complete(Get::builder().table_name(&*self.name).set_key(Some(key)).build());
        let get = self.client.transact_get_items().transact_items(TransactGetItem::builder().get(get).build());
        let found = get.send().await.map_err(failure::of_reading_transaction)?.responses.unwrap_or_default();
        let item = found.into_iter().next().and_then(|response| response.item);
        Ok(seen(message, item)?)
    }
}

fn item(message: &Message, answer: &Answer) -> Result<Item, serde_dynamo::Error> {
    let record = Record {
        answer: answer.clone(),
        fingerprint: message.fingerprint.as_ref().map(|fingerprint| fingerprint.0.clone()),
        expires_at: message.received.saturating_add(message.kept).unwrap_or(Timestamp::MAX).as_second(),
    };
    to_item(record)
}

fn now(message: &Message) -> AttributeValue {
    number(message.received.as_second())
}
