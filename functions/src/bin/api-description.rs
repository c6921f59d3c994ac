//! `api-description`: see [`functions::description`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::description::API_DESCRIPTION.serve()
}
