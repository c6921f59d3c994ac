use domain::workouts::trainer::{Hours, InvalidHours};
use kit_lambda::http::{ApiRequest, Problem, Rfc3339};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::Caller;

/// Hours to set.
#[derive(Deserialize, JsonSchema)]
#[schemars(description = format!("Hours to set: at most {} different ones, on at most {} days.", Hours::MOST, Hours::MOST_DAYS))]
pub(super) struct SetHours {
    /// When each hour starts. Repeats are harmless, and do not count.
    // JSON Schema counts entries, not different ones: keywords of our own tell the most.
    #[schemars(length(min = 1), extend("x-max-different" = Hours::MOST, "x-max-days" = Hours::MOST_DAYS))]
    hours: Vec<Rfc3339>,
}

/// The hours that a trainer's request sets.
pub(super) fn hours(request: &ApiRequest) -> Result<Hours, Problem> {
    let SetHours { hours } = request.command()?;
    let hours = Hours::new(hours.into_iter().map(|Rfc3339(time)| time));
    // A list without hours is not understood, which comes before who sends it; all else after.
    if let Err(none @ InvalidHours::None) = &hours {
        return Err(Problem::invalid_field("/hours", none.to_string()));
    }
    Caller::of(request)?.trainer()?;
    hours.map_err(|invalid| match invalid {
        InvalidHours::None => Problem::invalid_field("/hours", invalid.to_string()),
        InvalidHours::Refused(refusal) => refusal.into(),
    })
}
