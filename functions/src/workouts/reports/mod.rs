//! The reports' functions.

mod monthly_report;
mod report_trainings;

use kit_lambda::Chapter;

pub(super) use report_trainings::REPORT_TRAININGS;

use super::Workouts;

pub(super) const CHAPTER: Chapter<Workouts> =
    Chapter { name: "Report", about: "The trainer's month in numbers.", functions: &[&monthly_report::MONTHLY_REPORT] };
