use domain::trainer::{Hours, InvalidHours};
use serde::Deserialize;

use crate::http::{ApiRequest, Problem, Rfc3339};

/// The body of both commands that set hours.
#[derive(Deserialize)]
struct SetHours {
    hours: Vec<Rfc3339>,
}

/// The hours that a trainer's request sets.
pub(super) fn hours(request: &ApiRequest) -> Result<Hours, Problem> {
    let SetHours { hours } = request.command()?;
    if hours.is_empty() {
        return Err(Problem::invalid_field("/hours", InvalidHours::None.to_string()));
    }
    request.caller()?.trainer()?;
    Hours::new(hours.into_iter().map(|Rfc3339(time)| time)).map_err(|invalid| match invalid {
        InvalidHours::None => Problem::invalid_field("/hours", invalid.to_string()),
        InvalidHours::Refused(refusal) => refusal.into(),
    })
}
