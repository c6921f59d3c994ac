//! A table: how a command reads and commits.
//!
//! A command reads what it needs in one strongly consistent `BatchGetItem` (two where one aggregate
//! names the next) and commits in one `TransactWriteItems`: each changed aggregate on condition that
//! it is still what was decided from, its events, and the command's inbox record. What went wrong in
//! between is answered by doing all of it again ([`execute`](Table::execute)).

mod cloud_event;
pub(crate) mod commit;
mod execute;
pub(crate) mod failure;
mod inbox;
pub(crate) mod item;
mod message;
mod query;
mod read_items;
mod unit_of_work;

pub use cloud_event::{CloudEvent, EventSequence, InvalidSequence};
pub use execute::ExecuteError;
pub(crate) use execute::{MOST_ATTEMPTS, pause};
pub(crate) use failure::read_model_error;
pub use inbox::Answer;
pub(crate) use inbox::key as inbox_key;
pub use message::{COMMANDS, EVENTS, Fingerprint, Message, MessageId};
pub(crate) use query::Range;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use domain::Ids;

/// A table of books that are kept together. Cheap to clone.
#[derive(Clone)]
pub struct Table {
    pub(crate) client: Client,
    pub(crate) name: Arc<str>,
    pub(crate) ids: Arc<dyn Ids>,
}

impl Table {
    /// The table called `name`; events get their ids from `ids`.
    #[must_use]
    pub fn new(client: Client, name: &str, ids: Arc<dyn Ids>) -> Self {
        Self { client, name: name.into(), ids }
    }
}
