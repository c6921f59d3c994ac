//! `post`: see [`functions::community`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::community::POST.serve()
}
