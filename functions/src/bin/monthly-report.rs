//! `monthly-report`: see [`functions::reports`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::reports::MONTHLY_REPORT.serve()
}
