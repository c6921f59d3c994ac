//! `deactivate-account`: see [`functions::users`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::users::DEACTIVATE_ACCOUNT.serve()
}
