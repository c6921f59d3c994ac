//! The program of every Lambda function: see [`functions::serve`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::serve()
}
