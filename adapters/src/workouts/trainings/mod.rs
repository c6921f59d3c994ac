//! How trainings are kept: each by its id, and once more in its attendee's list, where it is found
//! by time and strongly consistently. Both are written by the same transaction.
//!
//! The trainer's lists are the index: all standing, all canceled, and those with an open proposal.
//! Canceled trainings are in lists of their own, so that no page has to be filtered.

mod items;
mod lists;
mod of_attendee;
mod read_model;

pub use of_attendee::{trainings_with_name, upcoming_trainings};
