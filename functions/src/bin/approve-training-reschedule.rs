//! `approve-training-reschedule`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::APPROVE_TRAINING_RESCHEDULE.serve()
}
