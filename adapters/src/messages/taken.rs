//! Which events a subscriber has taken, as its inbox tells.

use std::collections::HashMap;

use domain::ReadModelError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::{
    EVENTS, MessageId, Table, inbox_key,
    item::{ItemKey, to_item},
    read_model_error,
};

/// What has become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has had its effects.
    Taken,
    /// It could not be taken, and waits among the dead letters for somebody to look at it.
    Parked,
}

/// That a message was parked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parked {
    /// Seconds since 1970.
    expires_at: i64,
}

/// The key of the note that a message was parked: beside its inbox record, which it can still get.
fn parked_key(message: MessageId) -> ItemKey {
    ItemKey { sk: "PARKED".into(), ..inbox_key(message) }
}

impl Table {
    /// What has become of messages, of those that anything has. An expired note counts: by then nobody asks
    /// any more.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn fates(&self, messages: &[MessageId]) -> Result<HashMap<MessageId, Fate>, ReadModelError> {
        let mut wanted = HashMap::new();
        for message in messages {
            wanted.insert(inbox_key(*message), (*message, Fate::Taken));
            wanted.insert(parked_key(*message), (*message, Fate::Parked));
        }
        let mut fates = HashMap::new();
        for found in self.read_items(wanted.keys().cloned().collect()).await?.keys() {
            let (message, fate) = wanted[found];
            // A message that was parked may have been taken since.
            if fate == Fate::Taken || !fates.contains_key(&message) {
                fates.insert(message, fate);
            }
        }
        Ok(fates)
    }

    /// Notes that a message was parked, so that nobody takes it for lost.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn note_parked(&self, message: MessageId, now: Timestamp) -> Result<(), ReadModelError> {
        let expires_at = now.saturating_add(EVENTS).unwrap_or(Timestamp::MAX).as_second();
        let mut item = to_item(Parked { expires_at }).map_err(|error| ReadModelError::Broken(error.into()))?;
        item.extend(parked_key(message).attributes());
        // Without a condition: it says the same each time.
        let put = self.client.put_item().table_name(&*self.name).set_item(Some(item)).send().await;
        put.map(drop).map_err(read_model_error)
    }
}
