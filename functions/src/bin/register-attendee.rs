//! `register-attendee`: see [`functions::users`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::users::REGISTER_ATTENDEE.serve()
}
