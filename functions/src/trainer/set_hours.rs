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
    let hours = Hours::new(hours.into_iter().map(|Rfc3339(time)| time));
    // A list without hours is not understood, which comes before who sends it; all else after.
    if let Err(none @ InvalidHours::None) = &hours {
        return Err(Problem::invalid_field("/hours", none.to_string()));
    }
    request.caller()?.trainer()?;
    hours.map_err(|invalid| match invalid {
        InvalidHours::None => Problem::invalid_field("/hours", invalid.to_string()),
        InvalidHours::Refused(refusal) => refusal.into(),
    })
}
