//! The log: the events of every commit, by time.

pub(crate) mod commits;
mod stored_event;
mod watermark;

pub use commits::{InvalidPlace, LogPage, LogPlace, Logged};
pub use stored_event::{StoredEvent, UnreadableCommit, events_of};
pub use watermark::Watermark;
