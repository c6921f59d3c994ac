//! What the calendar can be told to do.

mod make_hours_available;
mod make_hours_unavailable;

pub use make_hours_available::MakeHoursAvailable;
pub use make_hours_unavailable::MakeHoursUnavailable;
