//! How the calendar is kept: an item a day with an attribute an hour, all of a trainer's days in one
//! item collection, so that three months of calendar are one query of a few kilobytes.
//!
//! A change is conditional on its own hours, so bookings of other hours of a day do not refuse each other;
//! at worst they meet in the same moment, and one is decided again.

mod calendar;
mod day;
