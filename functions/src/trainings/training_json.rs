use domain::trainings::{Status, queries::TrainingDetails};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::http::Rfc3339;

/// A training as the API tells it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TrainingJson {
    uuid: Uuid,
    user_uuid: Uuid,
    /// None once they have closed their account.
    user: Option<String>,
    time: Rfc3339,
    notes: String,
    status: &'static str,
    can_be_cancelled: bool,
    move_requires_accept: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed_time: Option<Rfc3339>,
    #[serde(skip_serializing_if = "Option::is_none")]
    move_proposed_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canceled_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
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
