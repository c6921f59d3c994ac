//! How reports are kept: in a table of their own, an item a month with its counts and an item for what
//! was told of each training, which also keeps the order of its events.

mod months;
mod read_model;

use domain::trainer::TrainerId;

pub use months::Taken;

use crate::store::Table;

/// The reports. Cheap to clone.
#[derive(Clone)]
pub struct Reports {
    table: Table,
}

impl Reports {
    /// The reports that are kept in a table.
    #[must_use]
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

/// Where a trainer's months are kept.
fn months_of(trainer: TrainerId) -> String {
    format!("{trainer}#REPORT")
}
