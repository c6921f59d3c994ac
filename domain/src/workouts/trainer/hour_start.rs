use std::fmt;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::TrainerRefusal;
use crate::examples;

/// The start of an hour of the calendar: a full hour in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Timestamp", into = "Timestamp")]
pub struct HourStart(Timestamp);

impl HourStart {
    /// The hour that starts at `time`.
    ///
    /// # Errors
    /// [`TrainerRefusal::NotFullHour`] when no hour starts then.
    pub fn new(time: Timestamp) -> Result<Self, TrainerRefusal> {
        if time == Self::containing(time).0 {
            Ok(Self(time))
        } else {
            Err(TrainerRefusal::NotFullHour { provided: time })
        }
    }

    /// The hour that `time` lies in.
    #[must_use]
    pub fn containing(time: Timestamp) -> Self {
        let seconds = time.as_second() - time.as_second().rem_euclid(3600);
        // A whole hour at or after the earliest timestamp: jiff's earliest is itself a full hour away from any overflow.
        Self(Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN))
    }

    /// An hour in December, for examples.
    pub(crate) fn example(day: i8, hour: i8) -> Self {
        Self::containing(examples::time(day, hour, 0))
    }

    /// The first hour that starts after `time`.
    #[must_use]
    pub fn after(time: Timestamp) -> Self {
        let hour = Self::containing(time);
        hour.0.saturating_add(SignedDuration::from_hours(1)).map_or(hour, Self::containing)
    }

    /// When the hour starts.
    #[must_use]
    pub fn time(self) -> Timestamp {
        self.0
    }

    /// The day, in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        self.0.to_zoned(TimeZone::UTC).date()
    }

    /// The hour of the day, in UTC: 0 to 23.
    #[must_use]
    pub fn hour_of_day(self) -> i8 {
        self.0.to_zoned(TimeZone::UTC).hour()
    }

    /// How long it is from `now` until the hour starts; negative when it has started.
    #[must_use]
    pub fn ahead_of(self, now: Timestamp) -> SignedDuration {
        self.0.duration_since(now)
    }
}

impl TryFrom<Timestamp> for HourStart {
    type Error = TrainerRefusal;

    fn try_from(time: Timestamp) -> Result<Self, TrainerRefusal> {
        Self::new(time)
    }
}

impl From<HourStart> for Timestamp {
    fn from(hour: HourStart) -> Self {
        hour.0
    }
}

impl fmt::Display for HourStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_hour_starts_at_minute_zero_in_utc() {
        let hour = HourStart::new("2026-12-01T14:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(hour.hour_of_day(), 14);
        assert_eq!(hour.date(), jiff::civil::date(2026, 12, 1));
        for provided in ["2026-12-01T14:00:01Z", "2026-12-01T14:30:00Z", "2026-12-01T14:00:00.000000001Z"] {
            let provided = provided.parse().unwrap();
            assert_eq!(HourStart::new(provided), Err(TrainerRefusal::NotFullHour { provided }));
        }
    }

    proptest! {
        #[test]
        fn every_moment_lies_in_an_hour_that_starts_at_most_an_hour_before_it(second in -10_000_000_000_i64..10_000_000_000) {
            let time = Timestamp::from_second(second).unwrap();
            let hour = HourStart::containing(time);
            prop_assert_eq!(HourStart::new(hour.time()), Ok(hour));
            prop_assert!(hour.time() <= time && time.duration_since(hour.time()) < SignedDuration::from_hours(1));
            let next = HourStart::after(time);
            prop_assert!(next.time() > time && next.time().duration_since(hour.time()) == SignedDuration::from_hours(1));
        }
    }

    #[test]
    fn an_hour_is_stored_and_shown_as_its_time() {
        let hour = HourStart::example(1, 14);
        assert_eq!(hour.to_string(), "2026-12-01T14:00:00Z");
        assert_eq!(serde_json::to_string(&hour).unwrap(), "\"2026-12-01T14:00:00Z\"");
        assert_eq!(serde_json::from_str::<HourStart>("\"2026-12-01T14:00:00Z\"").unwrap(), hour);
        assert!(serde_json::from_str::<HourStart>("\"2026-12-01T14:30:00Z\"").is_err());
    }

    #[test]
    fn an_hour_is_ahead_until_it_starts() {
        let hour = HourStart::example(1, 14);
        assert_eq!(hour.ahead_of("2026-12-01T12:30:00Z".parse().unwrap()), SignedDuration::from_mins(90));
        assert_eq!(hour.ahead_of("2026-12-01T14:00:01Z".parse().unwrap()), SignedDuration::from_secs(-1));
    }
}
