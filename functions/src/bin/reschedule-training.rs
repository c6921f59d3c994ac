//! `reschedule-training`: see [`functions::trainings`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainings::RESCHEDULE_TRAINING.serve()
}
