//! The inbox: which messages have had their effects.
//!
//! The transaction that carries a message's effects also puts its record, on condition that no
//! unexpired one is there. So every effect happens once, however often the message comes, and at no
//! extra round trip. A refusal has no effects and is not remembered.

use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Message, MessageId,
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

/// Puts the message's record unless an unexpired one is there.
pub(super) fn remember(
    table: &str,
    message: &Message,
    answer: &Answer,
) -> Result<TransactWriteItem, serde_dynamo::Error> {
    let record = Record {
        answer: answer.clone(),
        fingerprint: message.fingerprint.as_ref().map(|fingerprint| fingerprint.0.clone()),
        expires_at: message.received.saturating_add(message.remembered).unwrap_or(Timestamp::MAX).as_second(),
    };
    let mut item = to_item(record)?;
    item.extend(key(message.id).attributes());
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(pk) OR expiresAt <= :now")
        .expression_attribute_values(":now", AttributeValue::N(message.received.as_second().to_string()))
        .build();
    Ok(TransactWriteItem::builder().put(complete(put)).build())
}
