//! Values for examples of refusals. The description of the API shows them.

use jiff::{Timestamp, civil::date, tz::TimeZone};
use uuid::Uuid;

/// An id.
pub(crate) fn id<Id: From<Uuid>>() -> Id {
    Uuid::from_u128(0x018f_2d0c_7b1a_7cc0_98c4_dc0c_0c07_398f).into()
}

/// A time in December.
pub(crate) fn time(day: i8, hour: i8, minute: i8) -> Timestamp {
    let time = date(2026, 12, day).at(hour, minute, 0, 0).to_zoned(TimeZone::UTC);
    time.map(|time| time.timestamp()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_a_time_in_december() {
        assert_eq!(time(1, 14, 30).to_string(), "2026-12-01T14:30:00Z");
    }
}
