use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Message;

/// A domain event as it is stored and published: a CloudEvents 1.0 envelope in structured JSON.
///
/// <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md>; `sequence` is its sequence
/// extension, `traceparent` its distributed tracing extension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CloudEvent<E> {
    pub(crate) specversion: String,
    pub(crate) id: Uuid,
    /// Which context it comes from.
    pub(crate) source: String,
    /// Which aggregate it happened to.
    pub(crate) subject: String,
    pub(crate) time: Timestamp,
    pub(crate) datacontenttype: String,
    /// Its place in the aggregate's history.
    pub(crate) sequence: EventSequence,
    pub(crate) correlationid: String,
    /// The message that made it happen.
    pub(crate) causationid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) traceparent: Option<String>,
    /// Gives `type` and `data`.
    #[serde(flatten)]
    pub(crate) event: E,
}

impl<E> CloudEvent<E> {
    pub(crate) fn new(
        id: Uuid,
        message: &Message,
        source: &str,
        subject: String,
        sequence: EventSequence,
        event: E,
    ) -> Self {
        Self {
            specversion: "1.0".into(),
            id,
            source: source.into(),
            subject,
            time: message.received,
            datacontenttype: "application/json".into(),
            sequence,
            correlationid: message.correlation.clone(),
            causationid: message.id.to_string(),
            traceparent: message.traceparent.clone(),
            event,
        }
    }
}

/// An event's place in its aggregate's history: the version that its commit made, and its place in
/// that commit. Written so that texts sort as the history does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct EventSequence {
    pub(crate) version: u64,
    pub(crate) place: u32,
}

impl fmt::Display for EventSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}.{:03}", self.version, self.place)
    }
}

impl From<EventSequence> for String {
    fn from(sequence: EventSequence) -> Self {
        sequence.to_string()
    }
}

impl TryFrom<String> for EventSequence {
    type Error = InvalidSequence;

    fn try_from(text: String) -> Result<Self, InvalidSequence> {
        let (version, place) = text.split_once('.').ok_or(InvalidSequence)?;
        Ok(Self {
            version: version.parse().map_err(|_| InvalidSequence)?,
            place: place.parse().map_err(|_| InvalidSequence)?,
        })
    }
}

/// Not an event's place in a history.
#[derive(Debug, thiserror::Error)]
#[error("a sequence is a version, a dot and a place")]
pub(crate) struct InvalidSequence;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_sort_as_texts_as_the_history_does() {
        let sequence = |version, place| EventSequence { version, place };
        assert!(sequence(9, 11).to_string() < sequence(10, 0).to_string());
        assert!(sequence(10, 9).to_string() < sequence(10, 10).to_string());
        assert_eq!(EventSequence::try_from(sequence(10, 2).to_string()).unwrap(), sequence(10, 2));
        assert!(EventSequence::try_from("10".to_owned()).is_err());
    }
}
