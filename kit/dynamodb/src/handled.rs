//! Which events a subscriber has handled, as its inbox says.

use std::collections::HashMap;

use jiff::Timestamp;
use kit_domain::{Context, ReadModelError};
use serde::{Deserialize, Serialize};

use crate::{
    EVENTS, MessageId, Table,
    failure::read_model_error,
    inbox,
    item::{ItemKey, to_item},
};

/// The outcome of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has had its effects.
    Handled,
    /// It could not be handled, and waits among the dead letters for somebody to look at it.
    DeadLettered,
}

/// The note that a message was dead-lettered.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Note {
    /// Seconds since 1970.
    expires_at: i64,
}

/// The key of the note that a message was dead-lettered: beside its inbox record, which it can still get.
fn note_key(message: MessageId) -> ItemKey {
    ItemKey { sk: "PARKED".into(), ..inbox::key(message) }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// The outcomes of those messages that have one. An expired note counts: by then nobody asks any more.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn outcomes(&self, messages: &[MessageId]) -> Result<HashMap<MessageId, Outcome>, ReadModelError> {
        let mut wanted = HashMap::new();
        for message in messages {
            wanted.insert(inbox::key(*message), (*message, Outcome::Handled));
            wanted.insert(note_key(*message), (*message, Outcome::DeadLettered));
        }
        let mut outcomes = HashMap::new();
        for found in self.read_items(wanted.keys().cloned().collect()).await?.keys() {
            let (message, outcome) = wanted[found];
            // A dead-lettered message may have been handled since.
            if outcome == Outcome::Handled || !outcomes.contains_key(&message) {
                outcomes.insert(message, outcome);
            }
        }
        Ok(outcomes)
    }

    /// Notes that a message was dead-lettered, so that nobody thinks it lost.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn note_dead_lettered(&self, message: MessageId, now: Timestamp) -> Result<(), ReadModelError> {
        let expires_at = now.saturating_add(EVENTS).unwrap_or(Timestamp::MAX).as_second();
        let mut item = to_item(Note { expires_at }).map_err(|error| ReadModelError::Broken(error.into()))?;
        item.extend(note_key(message).attributes());
        // Without a condition: it says the same each time.
        let put = self.client.put_item().table_name(&*self.name).set_item(Some(item)).send().await;
        put.map(drop).map_err(read_model_error)
    }
}
