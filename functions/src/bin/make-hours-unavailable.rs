//! `make-hours-unavailable`: see [`functions::trainer`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::trainer::MAKE_HOURS_UNAVAILABLE.serve()
}
