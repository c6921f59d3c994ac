//! What the reports can be asked.

mod monthly_report;

pub use monthly_report::{MonthlyReport, ReportsReadModel, TrainersMonth};
