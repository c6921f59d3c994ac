//! Wild Workouts on this machine.

use std::process::ExitCode;

fn main() -> ExitCode {
    local::command_line::run()
}
