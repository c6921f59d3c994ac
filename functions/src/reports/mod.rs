//! The reports' functions.

mod monthly_report;
mod report_trainings;

pub use monthly_report::MONTHLY_REPORT;
pub use report_trainings::REPORT_TRAININGS;
