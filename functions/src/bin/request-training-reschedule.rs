//! `request-training-reschedule`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::REQUEST_TRAINING_RESCHEDULE.serve()
}
