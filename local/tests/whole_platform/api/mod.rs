//! Every row of the API over HTTP, on the whole platform with its demo data.

mod booking;
mod calendar;
mod credits;
mod deactivation;
mod keys;
mod lists;
mod log;
pub(crate) mod people;
mod posts;
mod put_off;
mod reconciliation;
mod refusals;
mod refusals_described;
mod reports;
mod round_trips;
mod strictness;
mod users;
