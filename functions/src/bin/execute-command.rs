//! `execute-command`: see [`functions::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::commands::EXECUTE_COMMAND.serve()
}
