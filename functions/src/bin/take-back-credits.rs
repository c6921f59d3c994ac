//! `take-back-credits`: see [`functions::credits`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::credits::TAKE_BACK_CREDITS.serve()
}
