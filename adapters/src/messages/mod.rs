//! The queues that events travel by.

mod outbox;
mod queues;

pub use outbox::{StoredEvent, UnreadableCommit, events_of};
pub use queues::{Outgoing, Queues, SendError};
