//! `replay-events`: see [`functions::messages`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::messages::REPLAY_EVENTS.serve()
}
