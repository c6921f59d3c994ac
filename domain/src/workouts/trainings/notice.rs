use jiff::{SignedDuration, Timestamp};

use crate::workouts::trainer::HourStart;

/// The notice of a free cancellation, or of a move without the other side's consent.
pub const NOTICE: SignedDuration = SignedDuration::from_hours(24);

/// Whether a training at `time` is [`NOTICE`] or more ahead: then it can be canceled for free, and moved without the
/// other side's consent.
#[must_use]
pub fn is_in_good_time(time: HourStart, now: Timestamp) -> bool {
    time.ahead_of(now) >= NOTICE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_24_hours_ahead_is_in_good_time() {
        let time = HourStart::new("2026-12-02T14:00:00Z".parse().unwrap()).unwrap();
        assert!(is_in_good_time(time, "2026-12-01T14:00:00Z".parse().unwrap()));
        assert!(!is_in_good_time(time, "2026-12-01T14:00:00.000000001Z".parse().unwrap()));
    }
}
