//! How reports are kept: in a table of their own, an item a month with its counts and an item for what
//! was told of each training, which also keeps the order of its events.

mod months;
mod read_model;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use domain::trainer::TrainerId;

pub use months::Taken;

/// The `reports` table. Cheap to clone.
#[derive(Clone)]
pub struct Reports {
    client: Client,
    table: Arc<str>,
}

impl Reports {
    /// The table called `table`.
    #[must_use]
    pub fn new(client: Client, table: &str) -> Self {
        Self { client, table: table.into() }
    }
}

/// Where a trainer's months are kept.
fn months_of(trainer: TrainerId) -> String {
    format!("{trainer}#REPORT")
}
