//! `delete-posts-of-deactivated-user`: see [`functions::community`].

use std::process::ExitCode;

fn main() -> ExitCode {
    functions::community::DELETE_POSTS_OF_DEACTIVATED_USER.serve()
}
