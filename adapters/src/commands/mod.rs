//! Commands that are put off: accepted with one write, told of by the table's stream, carried out later,
//! and remembered with what came of them.
//!
//! A command's record is settled once: by the transaction that carries its effects, or by the write that
//! says why it failed, each on condition that it is still as it was accepted. So what the record says and
//! what has happened never differ.

mod record;
mod settle;

pub(crate) use record::LIST;
pub use record::{AcceptedCommand, CommandEvent, CommandStatus};
pub use settle::Settled;
pub(crate) use settle::settle_as_succeeded;
