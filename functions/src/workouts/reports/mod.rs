//! The reports' functions.

mod monthly_report;
mod report_trainings;

pub(super) use monthly_report::MONTHLY_REPORT;
pub(super) use report_trainings::REPORT_TRAININGS;
