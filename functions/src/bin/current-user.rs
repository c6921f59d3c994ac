//! `current-user`: see [`functions::users`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::users::CURRENT_USER.serve()
}
