//! The commands of the calendar.

mod make_hours_available;
mod make_hours_unavailable;

pub use make_hours_available::MakeHoursAvailable;
pub use make_hours_unavailable::MakeHoursUnavailable;
