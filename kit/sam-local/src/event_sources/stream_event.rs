//! The payload that Lambda makes of a stream's records.

use std::collections::HashMap;

use aws_sdk_dynamodbstreams::primitives::DateTime;
use aws_sdk_dynamodbstreams::types::{AttributeValue, OperationType, Record, StreamRecord, StreamViewType};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::deployment;

pub(super) fn payload(records: &[&Value]) -> Vec<u8> {
    json!({"Records": records}).to_string().into_bytes()
}

/// A record as a function sees it, and as filters judge it.
pub(super) fn record(record: &Record, arn: &str) -> Value {
    json!({
        "eventID": record.event_id(),
        "eventName": record.event_name().map(OperationType::as_str),
        "eventVersion": record.event_version(),
        "eventSource": "aws:dynamodb",
        // The embedded database calls its region by its own name.
        "awsRegion": deployment::REGION,
        "dynamodb": record.dynamodb().map(change),
        "eventSourceARN": arn,
    })
}

fn change(change: &StreamRecord) -> Value {
    let mut json = json!({
        "ApproximateCreationDateTime": change.approximate_creation_date_time().map(DateTime::secs),
        "Keys": change.keys().map(item),
        "SequenceNumber": change.sequence_number(),
        "SizeBytes": change.size_bytes(),
        "StreamViewType": change.stream_view_type().map(StreamViewType::as_str),
    });
    for (name, image) in [("NewImage", change.new_image()), ("OldImage", change.old_image())] {
        if let Some(image) = image {
            json[name] = item(image);
        }
    }
    json
}

fn item(attributes: &HashMap<String, AttributeValue>) -> Value {
    let attributes: Map<_, _> = attributes.iter().map(|(name, value)| (name.clone(), attribute(value))).collect();
    Value::Object(attributes)
}

fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({"S": text}),
        AttributeValue::N(number) => json!({"N": number}),
        AttributeValue::B(bytes) => json!({"B": STANDARD.encode(bytes)}),
        AttributeValue::Bool(value) => json!({"BOOL": value}),
        AttributeValue::Null(value) => json!({"NULL": value}),
        AttributeValue::M(entries) => json!({"M": item(entries)}),
        AttributeValue::L(members) => json!({"L": members.iter().map(attribute).collect::<Vec<_>>()}),
        AttributeValue::Ss(texts) => json!({"SS": texts}),
        AttributeValue::Ns(numbers) => json!({"NS": numbers}),
        AttributeValue::Bs(members) => {
            json!({"BS": members.iter().map(|bytes| STANDARD.encode(bytes)).collect::<Vec<_>>()})
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodbstreams::primitives::Blob;

    use super::*;

    #[test]
    fn every_kind_of_attribute_is_written_as_lambda_writes_it() {
        let text = AttributeValue::S("a".to_owned());
        for (value, json) in [
            (text.clone(), json!({"S": "a"})),
            (AttributeValue::N("1.5".to_owned()), json!({"N": "1.5"})),
            (AttributeValue::B(Blob::new("hi")), json!({"B": "aGk="})),
            (AttributeValue::Bool(true), json!({"BOOL": true})),
            (AttributeValue::Null(true), json!({"NULL": true})),
            (AttributeValue::L(vec![text.clone()]), json!({"L": [{"S": "a"}]})),
            (AttributeValue::M([("k".to_owned(), text)].into()), json!({"M": {"k": {"S": "a"}}})),
            (AttributeValue::Ss(vec!["a".to_owned()]), json!({"SS": ["a"]})),
            (AttributeValue::Ns(vec!["1".to_owned()]), json!({"NS": ["1"]})),
            (AttributeValue::Bs(vec![Blob::new("hi")]), json!({"BS": ["aGk="]})),
        ] {
            assert_eq!(attribute(&value), json);
        }
    }
}
