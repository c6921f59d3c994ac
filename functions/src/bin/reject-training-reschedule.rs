//! `reject-training-reschedule`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::REJECT_TRAINING_RESCHEDULE.serve()
}
