//! The club's Lambda functions: one per command, query, subscriber and trigger.
//!
//! A function is thin: it reads its request, calls the domain and answers. Each stands in the module of its context, in a
//! file of its own, and in that context's catalog. One program holds them all, and runs the one that Lambda names.

pub mod community;
pub mod workouts;

mod api_description;
mod api_reference;
mod caller;
mod conventions;
mod cursors;

use std::sync::LazyLock;

use api_description::API_DESCRIPTION;
use api_reference::API_REFERENCE;
use caller::{ATTENDEE_GROUP, ATTENDEES, Caller, MEMBERS, RoleRefusal, TRAINER};
use cursors::Cursor;
use kit_lambda::{About, Program, PublicFunction};

/// Every function of the club.
pub static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    Program::new(ABOUT).service::<workouts::Workouts>().service::<community::Community>().public(
        "About the API",
        "This description.",
        PUBLIC,
    )
});

const ABOUT: About = About {
    title: "Wild Workouts",
    version: env!("CARGO_PKG_VERSION"),
    summary: "A club's hours, booked with prepaid credits.",
    license: "MIT OR Apache-2.0",
    problem_prefix: "urn:problem:wild-workouts:",
    conventions: conventions::conventions,
    crates: &["adapters", "domain", "functions"],
};

/// The functions that need no token.
static PUBLIC: &[&PublicFunction] = &[&API_DESCRIPTION, &API_REFERENCE];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_of_all_functions_fit_together() {
        PROGRAM.check();
    }

    #[test]
    fn the_file_that_the_page_is_checked_against_is_this_description() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/api/openapi.json");
        let is_same = std::fs::read_to_string(file).unwrap() == format!("{:#}\n", PROGRAM.openapi());
        assert!(is_same, "cargo run -p wild-workouts-functions --example openapi > web/api/openapi.json");
    }
}
