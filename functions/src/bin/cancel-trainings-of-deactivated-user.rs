//! `cancel-trainings-of-deactivated-user`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::CANCEL_TRAININGS_OF_DEACTIVATED_USER.serve()
}
