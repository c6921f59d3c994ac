//! The queues that messages travel by, and how those that got lost on the way are found.

pub(crate) mod log;
mod outbox;
mod queues;
mod taken;
mod watermark;

pub use log::{InvalidPlace, LogPage, LogPlace, Logged};
pub use outbox::{StoredEvent, UnreadableCommit, events_of};
pub use queues::{Outgoing, Queues, SendError};
pub use taken::Fate;
pub use watermark::Watermark;
