use serde::{Deserialize, Serialize};

use super::UserId;

/// What has happened to a user.
///
/// Its serialized form is the `type` and `data` of the stored and published event. Events carry ids,
/// never names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum UserEvent {
    /// Somebody signed up and is an attendee now.
    #[serde(rename = "user.registered.v1")]
    Registered {
        /// Who.
        user: UserId,
    },
    /// Somebody closed their account.
    #[serde(rename = "user.deactivated.v1")]
    Deactivated {
        /// Who.
        user: UserId,
    },
}
