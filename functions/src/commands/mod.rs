//! Commands that are put off: who carries them out, and what became of each.

mod command;
mod execute_command;

pub use command::COMMAND;
pub use execute_command::EXECUTE_COMMAND;

use crate::description::Operation;

/// What the API's description says of commands that are put off.
pub(crate) fn operations() -> Vec<Operation> {
    vec![command::operation()]
}
