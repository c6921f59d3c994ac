//! `publish-post`: see [`functions::community`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::community::PUBLISH_POST.serve()
}
