//! `report-trainings`: see [`functions::reports`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::reports::REPORT_TRAININGS.serve()
}
