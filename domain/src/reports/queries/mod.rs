//! The queries of the reports.

mod monthly_report;

pub use monthly_report::{MonthlyReport, ReportsReadModel, TrainersMonth};
