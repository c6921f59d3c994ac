//! `posts`: see [`functions::community`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::community::POSTS.serve()
}
