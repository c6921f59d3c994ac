use domain::trainer::{Availability, queries::HourEntry};
use serde::Serialize;

use crate::http::Rfc3339;

/// An hour as the API tells it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HourJson {
    hour: Rfc3339,
    available: bool,
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
