//! `credits-statement`: see [`functions::credits`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::credits::CREDITS_STATEMENT.serve()
}
