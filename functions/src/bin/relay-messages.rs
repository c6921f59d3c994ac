//! `relay-messages`: see [`functions::messages`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::messages::RELAY_MESSAGES.serve()
}
