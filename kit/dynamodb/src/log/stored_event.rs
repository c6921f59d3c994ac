use serde::Deserialize;
use uuid::Uuid;

/// An event as a commit keeps it, to be sent on as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// The event's id.
    pub id: Uuid,
    /// Its type.
    pub kind: String,
    /// Which aggregate it happened to.
    pub subject: String,
    /// What joins it with the request that it follows from.
    pub correlation: String,
    /// The whole event in structured JSON.
    pub json: String,
}

/// A commit that does not hold what this project writes.
#[derive(Debug, thiserror::Error)]
#[error("a commit cannot be read")]
pub struct UnreadableCommit(#[source] Box<dyn std::error::Error + Send + Sync>);

/// The events of a commit, in order, from its item as the table or its stream tells it.
///
/// # Errors
/// When the item is no commit.
pub fn events_of(commit: impl Into<serde_dynamo::Item>) -> Result<Vec<StoredEvent>, UnreadableCommit> {
    #[derive(Deserialize)]
    struct Commit {
        events: Vec<serde_json::Value>,
    }
    #[derive(Deserialize)]
    struct Envelope {
        id: Uuid,
        #[serde(rename = "type")]
        kind: String,
        subject: String,
        #[serde(default, rename = "correlationid")]
        correlation: String,
    }
    let mut commit: Commit = serde_dynamo::from_item(commit.into()).map_err(|error| UnreadableCommit(error.into()))?;
    fill_in_size(&mut commit.events);
    let stored = |event: serde_json::Value| {
        let json = event.to_string();
        let Envelope { id, kind, subject, correlation } = serde_json::from_value(event)?;
        Ok(StoredEvent { id, kind, subject, correlation, json })
    };
    commit
        .events
        .into_iter()
        .map(stored)
        .collect::<Result<_, serde_json::Error>>()
        .map_err(|error| UnreadableCommit(error.into()))
}

/// Events that were stored before they told how many their commit has are told so here, where the whole
/// commit is at hand.
fn fill_in_size(events: &mut [serde_json::Value]) {
    let subjects: Vec<_> = events.iter().map(|event| event["subject"].clone()).collect();
    for event in events {
        let size = subjects.iter().filter(|subject| **subject == event["subject"]).count();
        if let Some(event) = event.as_object_mut() {
            event.entry("commitsize").or_insert_with(|| size.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_of_old_learn_how_many_their_commit_has() {
        let event = |subject| json!({"id": Uuid::nil(), "type": "hour.booked.v1", "subject": subject});
        let commit: serde_dynamo::Item =
            serde_dynamo::to_item(json!({"events": [event("a"), event("b"), event("a")]})).unwrap();
        let sizes = events_of(commit).unwrap().into_iter().map(|event| {
            let event: serde_json::Value = serde_json::from_str(&event.json).unwrap();
            event["commitsize"].as_u64()
        });
        assert_eq!(sizes.collect::<Vec<_>>(), [Some(2), Some(1), Some(2)]);
    }

    #[test]
    fn what_is_no_commit_is_told() {
        let item: serde_dynamo::Item = serde_dynamo::to_item(json!({"events": [{"id": "x"}]})).unwrap();
        assert!(events_of(item).is_err());
    }
}
