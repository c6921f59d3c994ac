//! The program of every Lambda function: see [`functions::PROGRAM`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::PROGRAM.serve()
}
