use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Message;

/// A domain event as it is stored and published: a CloudEvents 1.0 envelope in structured JSON.
///
/// <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md>; `sequence` is its sequence
/// extension, `traceparent` its distributed tracing extension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloudEvent<E> {
    /// Always `1.0`.
    pub specversion: String,
    /// The event's own id, by which a repetition is recognized.
    pub id: Uuid,
    /// Which context it comes from.
    pub source: String,
    /// Which aggregate it happened to.
    pub subject: String,
    /// When it happened.
    pub time: Timestamp,
    /// Always `application/json`.
    pub datacontenttype: String,
    /// Its place in the aggregate's history.
    pub sequence: EventSequence,
    /// How many events of this aggregate the commit has: what comes after the last is in the next version.
    #[serde(default = "one")]
    pub commitsize: u32,
    /// What joins everything that follows from one request.
    pub correlationid: String,
    /// The message that made it happen.
    pub causationid: String,
    /// The W3C trace context of what made it happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// Gives `type` and `data`.
    #[serde(flatten)]
    pub event: E,
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
            commitsize: 1,
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
pub struct EventSequence {
    /// The version that the event's commit made.
    pub version: u64,
    /// Its place in that commit, from 0.
    pub place: u32,
}

impl EventSequence {
    /// The place of the first event of an aggregate.
    pub const FIRST: Self = Self { version: 1, place: 0 };

    /// The place of the next event, after one in a commit of so many events.
    #[must_use]
    pub fn next(self, commitsize: u32) -> Self {
        if self.place + 1 < commitsize {
            Self { place: self.place + 1, ..self }
        } else {
            Self { version: self.version + 1, place: 0 }
        }
    }
}

fn one() -> u32 {
    1
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
pub struct InvalidSequence;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_last_event_of_a_commit_comes_the_first_of_the_next() {
        assert_eq!(EventSequence::FIRST.next(2), EventSequence { version: 1, place: 1 });
        assert_eq!(EventSequence::FIRST.next(2).next(2), EventSequence { version: 2, place: 0 });
        assert_eq!(EventSequence::FIRST.next(1), EventSequence { version: 2, place: 0 });
    }

    #[test]
    fn sequences_sort_as_texts_as_the_history_does() {
        let sequence = |version, place| EventSequence { version, place };
        assert!(sequence(9, 11).to_string() < sequence(10, 0).to_string());
        assert!(sequence(10, 9).to_string() < sequence(10, 10).to_string());
        assert_eq!(EventSequence::try_from(sequence(10, 2).to_string()).unwrap(), sequence(10, 2));
        assert!(EventSequence::try_from("10".to_owned()).is_err());
    }
}
