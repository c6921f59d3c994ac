use serde::Deserialize;

/// An event as a commit keeps it, to be sent on as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// The event's id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// Which aggregate it happened to.
    pub subject: String,
    /// The whole event in structured JSON.
    pub json: String,
}

/// A commit that does not hold what this project writes.
#[derive(Debug, thiserror::Error)]
#[error("a commit cannot be read")]
pub struct UnreadableCommit(#[source] Box<dyn std::error::Error + Send + Sync>);

/// The events of a commit, in order, from its item as the table's stream tells it.
///
/// # Errors
/// When the item is no commit.
pub fn events_of(commit: serde_dynamo::Item) -> Result<Vec<StoredEvent>, UnreadableCommit> {
    #[derive(Deserialize)]
    struct Commit {
        events: Vec<serde_json::Value>,
    }
    #[derive(Deserialize)]
    struct Envelope {
        id: String,
        #[serde(rename = "type")]
        kind: String,
        subject: String,
    }
    let commit: Commit = serde_dynamo::from_item(commit).map_err(|error| UnreadableCommit(error.into()))?;
    let stored = |event: serde_json::Value| {
        let json = event.to_string();
        let Envelope { id, kind, subject } = serde_json::from_value(event)?;
        Ok(StoredEvent { id, kind, subject, json })
    };
    commit
        .events
        .into_iter()
        .map(stored)
        .collect::<Result<_, serde_json::Error>>()
        .map_err(|error| UnreadableCommit(error.into()))
}
