//! Deferred commands: how they are executed, and how their senders read the outcome.

mod command;
mod execute_command;

pub(crate) use command::{CommandJson, command, describe_command};
pub(crate) use execute_command::execute_command;
