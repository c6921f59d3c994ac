//! The payload that Lambda makes of messages.

use aws_sdk_sqs::types::{Message, MessageAttributeValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::deployment;
use crate::template::QueueResource;

pub(super) fn payload(queue: &QueueResource, messages: &[Message]) -> Vec<u8> {
    let arn = queue.arn();
    let records: Vec<_> = messages.iter().map(|message| record(message, &arn)).collect();
    json!({"Records": records}).to_string().into_bytes()
}

fn record(message: &Message, arn: &str) -> Value {
    let system = message.attributes().into_iter().flatten();
    let system: Map<_, _> = system.map(|(name, value)| (name.as_str().to_owned(), json!(value))).collect();
    let own = message.message_attributes().into_iter().flatten();
    let own: Map<_, _> = own.map(|(name, value)| (name.clone(), attribute(value))).collect();
    let mut record = json!({
        "messageId": message.message_id(),
        "receiptHandle": message.receipt_handle(),
        "body": message.body(),
        "attributes": system,
        "messageAttributes": own,
        "md5OfBody": message.md5_of_body(),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": deployment::REGION,
    });
    if let Some(md5) = message.md5_of_message_attributes() {
        record["md5OfMessageAttributes"] = json!(md5);
    }
    record
}

fn attribute(value: &MessageAttributeValue) -> Value {
    let mut attribute = json!({
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value.data_type(),
    });
    if let Some(text) = value.string_value() {
        attribute["stringValue"] = json!(text);
    }
    if let Some(bytes) = value.binary_value() {
        attribute["binaryValue"] = json!(STANDARD.encode(bytes));
    }
    attribute
}
