//! `trainings`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::TRAININGS.serve()
}
