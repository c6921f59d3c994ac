//! The reports' functions.

mod monthly_report;
mod report_trainings;

pub use monthly_report::MONTHLY_REPORT;
pub use report_trainings::REPORT_TRAININGS;

use crate::description::Operation;

/// What the API's description says of reports.
pub(crate) fn operations() -> Vec<Operation> {
    vec![monthly_report::operation()]
}
