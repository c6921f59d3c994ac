//! Values for examples of refusals. The description of the API shows them.

use jiff::{Timestamp, civil::date, tz::TimeZone};
use uuid::Uuid;

use crate::workouts::trainer::HourStart;

/// An id.
pub(crate) fn id<Id: From<Uuid>>() -> Id {
    Uuid::from_u128(0x018f_2d0c_7b1a_7cc0_98c4_dc0c_0c07_398f).into()
}

/// A time in December.
pub(crate) fn time(day: i8, hour: i8, minute: i8) -> Timestamp {
    let time = date(2026, 12, day).at(hour, minute, 0, 0).to_zoned(TimeZone::UTC);
    time.map(|time| time.timestamp()).unwrap_or_default()
}

/// An hour in December.
pub(crate) fn hour(day: i8, hour: i8) -> HourStart {
    HourStart::containing(time(day, hour, 0))
}
