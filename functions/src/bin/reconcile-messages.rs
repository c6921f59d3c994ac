//! `reconcile-messages`: see [`functions::messages`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::messages::RECONCILE_MESSAGES.serve()
}
