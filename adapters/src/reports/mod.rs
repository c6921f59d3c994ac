//! How reports are kept: in a table of their own, an item a month with its counts, and an item a training with everything
//! that the report knows of it, which also keeps the order of its events.

mod months;
mod read_model;

use domain::workouts::TrainerId;

pub use months::Months;

/// Where a trainer's months are kept.
fn months_of(trainer: TrainerId) -> String {
    format!("{trainer}#REPORT")
}
