//! Deferred commands: accepted with one write, published by the table's stream, executed later, and kept with their
//! outcome.
//!
//! A command's record is completed once: by the transaction that carries its effects, or by the write that says why it
//! failed, each on condition that it is still as it was accepted. So the record and the state never differ.

mod complete;
mod record;

pub use complete::Completed;
pub(crate) use complete::complete_as_succeeded;
pub(crate) use record::LIST;
pub use record::{AcceptedCommand, CommandEvent, CommandStatus};

/// The type of the event that a command was accepted. A command's record holds it, and no commit.
pub const COMMAND_ACCEPTED: &str = "command.accepted.v1";
