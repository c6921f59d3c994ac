//! `available-hours`: see [`functions::trainer`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainer::AVAILABLE_HOURS.serve()
}
