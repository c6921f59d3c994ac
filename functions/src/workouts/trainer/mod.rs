//! The calendar's functions.

mod available_hours;
mod hour_availability;
mod hour_json;
mod make_hours_available;
mod make_hours_unavailable;
mod set_hours;

pub(super) use available_hours::AVAILABLE_HOURS;
pub(super) use hour_availability::HOUR_AVAILABILITY;
pub(super) use make_hours_available::MAKE_HOURS_AVAILABLE;
pub(super) use make_hours_unavailable::MAKE_HOURS_UNAVAILABLE;
