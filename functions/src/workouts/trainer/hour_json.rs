use domain::workouts::trainer::{Availability, queries::HourEntry};
use kit_lambda::http::Rfc3339;
use schemars::JsonSchema;
use serde::Serialize;

/// An hour of the calendar.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Hour")]
pub(super) struct HourJson {
    /// When it starts.
    hour: Rfc3339,
    /// Whether it can be booked.
    available: bool,
    /// Whether a training stands there: then it cannot be booked.
    #[schemars(example = false)]
    has_training_scheduled: bool,
}

impl From<HourEntry> for HourJson {
    fn from(entry: HourEntry) -> Self {
        Self {
            hour: Rfc3339(entry.hour.time()),
            available: entry.availability == Availability::Available,
            has_training_scheduled: matches!(entry.availability, Availability::TrainingScheduled { .. }),
        }
    }
}
