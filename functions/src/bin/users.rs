//! `users`: see [`functions::users`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::users::USERS.serve()
}
