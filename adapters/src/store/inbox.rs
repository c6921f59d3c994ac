//! The inbox: which messages have had their effects.
//!
//! The transaction that carries a message's effects also puts its record, on condition that no
//! unexpired one is there. So every effect happens once, however often the message comes, and at no
//! extra round trip. A refusal has no effects and is not remembered.
//!
//! Effects that are too many for one transaction are such that they may be repeated. The record that they
//! are complete is put after the last of them.

use aws_sdk_dynamodb::{
    operation::put_item::PutItemError,
    types::{AttributeValue, Put, TransactWriteItem},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ExecuteError, Message, MessageId, Table,
    failure::{self, Failure},
    item::{Item, ItemKey, complete, from_item, to_item},
};

/// What a command that has been carried out is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Where what the command started can be read.
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
pub(super) enum Remembered {
    /// It has not had its effects.
    Nothing,
    /// It has, and is answered so.
    Done(Answer),
    /// Another one has had its effects under the same key.
    Other,
}

/// The key of a message's record.
pub(crate) fn key(message: MessageId) -> ItemKey {
    ItemKey { pk: format!("INBOX#{message}"), sk: "RECORD".into() }
}

pub(super) fn recall(message: &Message, found: Option<Item>) -> Result<Remembered, serde_dynamo::Error> {
    let Some(item) = found else { return Ok(Remembered::Nothing) };
    let record: Record = from_item(item)?;
    Ok(if record.expires_at <= message.received.as_second() {
        Remembered::Nothing
    } else if record.fingerprint == message.fingerprint.as_ref().map(|fingerprint| fingerprint.0.clone()) {
        Remembered::Done(record.answer)
    } else {
        Remembered::Other
    })
}

/// On what condition a record is put: that no unexpired one is there.
const NOT_REMEMBERED: &str = "attribute_not_exists(pk) OR expiresAt <= :now";

/// Puts the message's record unless an unexpired one is there.
pub(super) fn remember(
    table: &str,
    message: &Message,
    answer: &Answer,
) -> Result<TransactWriteItem, serde_dynamo::Error> {
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(record(message, answer)?))
        .condition_expression(NOT_REMEMBERED)
        .expression_attribute_values(":now", now(message))
        .build();
    Ok(TransactWriteItem::builder().put(complete(put)).build())
}

impl Table {
    /// Notes that a message has had all its effects, when they were more than one transaction takes. That
    /// this has been noted before is as good.
    ///
    /// # Errors
    /// [`ExecuteError::TryAgain`] and [`ExecuteError::Broken`], when the table gives no answer.
    pub async fn remember(&self, message: &Message) -> Result<(), ExecuteError> {
        let record = record(message, &Answer::default()).map_err(|error| ExecuteError::Broken(error.into()))?;
        let put = self
            .client
            .put_item()
            .table_name(&*self.name)
            .set_item(Some(record))
            .condition_expression(NOT_REMEMBERED)
            .expression_attribute_values(":now", now(message));
        let Err(error) = put.send().await else { return Ok(()) };
        if error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) {
            return Ok(());
        }
        Err(match failure::of_conditional(error) {
            Failure::Conflict(cause) | Failure::Unavailable(cause) => ExecuteError::TryAgain(cause),
            Failure::Broken(cause) => ExecuteError::Broken(cause),
        })
    }
}

fn record(message: &Message, answer: &Answer) -> Result<Item, serde_dynamo::Error> {
    let record = Record {
        answer: answer.clone(),
        fingerprint: message.fingerprint.as_ref().map(|fingerprint| fingerprint.0.clone()),
        expires_at: message.received.saturating_add(message.remembered).unwrap_or(Timestamp::MAX).as_second(),
    };
    let mut item = to_item(record)?;
    item.extend(key(message.id).attributes());
    Ok(item)
}

fn now(message: &Message) -> AttributeValue {
    AttributeValue::N(message.received.as_second().to_string())
}
