//! What an attendee and a trainer see of the club, wherever it runs: these tests need nothing but a URL and people to
//! sign in as. By default each starts the local platform for itself. With
//!
//! - `WILD_WORKOUTS_URL`, where the API listens, without `/api`, and
//! - `WILD_WORKOUTS_PEOPLE`, a program that makes people: see [`people`],
//!
//! the same tests run against a stack, which `deploy/rehearse` and `deploy/smoke` do. They use hours that nobody has
//! opened, and leave nothing behind that can be taken back.

mod booking;
mod closing;
mod community;
mod later;
mod people;
mod rules;
mod smoke;
mod stage;

#[path = "../whole_platform/support/api.rs"]
#[allow(dead_code)]
mod api;
#[path = "../whole_platform/support/described.rs"]
#[allow(dead_code)]
mod described;
