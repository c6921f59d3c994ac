//! `hour-availability`: see [`functions::trainer`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainer::HOUR_AVAILABILITY.serve()
}
