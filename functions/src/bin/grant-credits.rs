//! `grant-credits`: see [`functions::credits`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::credits::GRANT_CREDITS.serve()
}
