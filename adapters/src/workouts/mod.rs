//! How the bookings' context is kept: users, calendar, credits and trainings in one table.

pub mod trainings;
pub mod users;

mod credits;
mod trainer;
