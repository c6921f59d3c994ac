//! How users are kept: an item each, which the list of users tells by name, with a copy of the
//! balance that every change of the account keeps up to date. And who puts them into groups.

mod groups;
mod read_model;
mod user;

pub use groups::{Groups, GroupsError};
pub(crate) use user::{collection, state_key};
