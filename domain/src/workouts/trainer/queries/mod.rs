//! The queries of the calendar.

mod available_hours;
mod hour_availability;

pub use available_hours::{AvailableHours, CalendarReadModel, Day, HourEntry};
pub use hour_availability::HourAvailability;
