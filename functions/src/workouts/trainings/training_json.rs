use domain::workouts::trainings::{Status, queries::TrainingDetails};
use jiff::Timestamp;
use kit_lambda::http::Rfc3339;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A training.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Training", extend("examples" = examples()))]
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
    /// Whether the credit comes back if it is canceled now. It can be canceled until it begins.
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

/// One that stands, one with a proposal on the day before, and one that was canceled.
fn examples() -> Value {
    let training = json!({
        "uuid": "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f",
        "userUuid": "5f0e2a52-54a1-4f5b-9b0e-0f5a3f7a6f5e",
        "user": "Mary Attendee",
        "time": "2026-12-01T14:00:00Z",
        "notes": "my first time",
        "status": "scheduled",
        "canBeCancelled": true,
        "moveRequiresAccept": false,
    });
    let with = |others: Value| {
        let mut training = training.clone();
        for (name, value) in others.as_object().into_iter().flatten() {
            training[name] = value.clone();
        }
        training
    };
    json!([
        training,
        with(json!({
            "canBeCancelled": false, "moveRequiresAccept": true,
            "proposedTime": "2026-12-02T16:00:00Z", "moveProposedBy": "trainer",
        })),
        with(json!({"status": "canceled", "canceledBy": "attendee", "canceledAt": "2026-11-29T09:30:00Z"})),
    ])
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
