use adapters::reports::Months;
use kit_lambda::Function;

use crate::workouts::Workouts;

/// Subscriber: counts each training's events, in order, in the trainer's months.
pub(crate) static REPORT_TRAININGS: Function<Workouts> =
    Function::projection::<domain::workouts::Workouts, Months>("report-trainings");
