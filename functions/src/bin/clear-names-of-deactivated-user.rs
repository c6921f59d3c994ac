//! `clear-names-of-deactivated-user`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::CLEAR_NAMES_OF_DEACTIVATED_USER.serve()
}
