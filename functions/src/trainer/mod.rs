//! The calendar's functions.

mod available_hours;
mod hour_availability;
mod hour_json;
mod make_hours_available;
mod make_hours_unavailable;
mod set_hours;

pub use available_hours::AVAILABLE_HOURS;
pub use hour_availability::HOUR_AVAILABILITY;
pub use make_hours_available::MAKE_HOURS_AVAILABLE;
pub use make_hours_unavailable::MAKE_HOURS_UNAVAILABLE;

use crate::description::Operation;

/// What the API's description says of the calendar.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        available_hours::operation(),
        hour_availability::operation(),
        make_hours_available::operation(),
        make_hours_unavailable::operation(),
    ]
}
