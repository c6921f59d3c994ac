use domain::trainings::{Status, queries::TrainingDetails};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::http::Rfc3339;

/// A training.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Training")]
pub(super) struct TrainingJson {
    /// Its id.
    uuid: Uuid,
    /// Whose it is.
    user_uuid: Uuid,
    /// Their name; null once they have closed their account.
    #[schemars(example = "Mary Attendee")]
    user: Option<String>,
    /// When it begins.
    time: Rfc3339,
    /// What the attendee and the trainer want each other to know.
    #[schemars(example = "my first time")]
    notes: String,
    /// Whether it stands.
    #[schemars(extend("enum" = ["scheduled", "canceled"]))]
    status: &'static str,
    /// Whether it can be canceled and the credit comes back.
    can_be_cancelled: bool,
    /// Whether another time can only be proposed.
    move_requires_accept: bool,
    /// The other time that is proposed, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Rfc3339")]
    proposed_time: Option<Rfc3339>,
    /// Which side has proposed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("enum" = ["attendee", "trainer"]))]
    move_proposed_by: Option<String>,
    /// Who has canceled it; `system` when the attendee's account was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("enum" = ["attendee", "trainer", "system"]))]
    canceled_by: Option<String>,
    /// When it was canceled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Rfc3339")]
    canceled_at: Option<Rfc3339>,
}

impl TrainingJson {
    /// The training as of `now`.
    pub(super) fn new(training: &TrainingDetails, now: Timestamp) -> Self {
        let (status, proposal, cancellation) = match &training.status {
            Status::Scheduled { proposal } => ("scheduled", proposal.as_ref(), None),
            Status::Canceled(cancellation) => ("canceled", None, Some(cancellation)),
        };
        Self {
            uuid: training.id.into(),
            user_uuid: training.attendee.id.into(),
            user: training.attendee.name.as_ref().map(|name| name.as_str().to_owned()),
            time: Rfc3339(training.time.time()),
            notes: training.notes.as_str().to_owned(),
            status,
            can_be_cancelled: training.can_be_canceled(now),
            move_requires_accept: training.move_requires_accept(now),
            proposed_time: proposal.map(|proposal| Rfc3339(proposal.time.time())),
            move_proposed_by: proposal.map(|proposal| proposal.by.to_string()),
            canceled_by: cancellation.map(|cancellation| cancellation.by.to_string()),
            canceled_at: cancellation.map(|cancellation| Rfc3339(cancellation.at)),
        }
    }
}
