use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{BookableHour, BookingWindow, HourId, HourStart, TrainerId, TrainerRefusal};

/// The hours that one command sets: 1 to 63 (a week of nine hours a day) on at most 43 days (six weeks and the day they
/// end on).
///
/// A trainer plans a week at once, or the same hour of every day that can be planned. All of it takes effect or
/// nothing, so the bounds keep it small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours(BTreeSet<HourStart>);

impl Hours {
    /// The most hours at once.
    pub const MOST: usize = 63;
    /// The most days that they may lie on.
    pub const MOST_DAYS: usize = 43;

    /// The hours that start at these times. A repeated time counts once.
    ///
    /// # Errors
    /// When there are none, a time is no full hour, or there are too many hours or days.
    pub fn new(times: impl IntoIterator<Item = Timestamp>) -> Result<Self, InvalidHours> {
        let hours =
            times.into_iter().map(HourStart::new).collect::<Result<BTreeSet<_>, _>>().map_err(InvalidHours::Refused)?;
        if hours.is_empty() {
            return Err(InvalidHours::None);
        }
        let days = hours.iter().map(|hour| hour.date()).collect::<BTreeSet<_>>().len();
        if hours.len() > Self::MOST || days > Self::MOST_DAYS {
            return Err(InvalidHours::Refused(TrainerRefusal::TooManyHours { provided: hours.len(), days }));
        }
        Ok(Self(hours))
    }

    /// The hours in a trainer's calendar, by time.
    #[must_use]
    pub fn of(&self, trainer: TrainerId) -> Vec<HourId> {
        self.0.iter().map(|start| HourId { trainer, start: *start }).collect()
    }

    /// Judges every hour as of `now`.
    ///
    /// # Errors
    /// The refusal of the first hour that does not lie in the window.
    pub fn admit(&self, window: BookingWindow, now: Timestamp) -> Result<Vec<BookableHour>, TrainerRefusal> {
        self.0.iter().map(|hour| window.admit(*hour, now)).collect()
    }
}

/// Why times are not the hours of a command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHours {
    /// There is nothing to set.
    #[error("at least one hour is needed")]
    None,
    /// The calendar says no.
    #[error(transparent)]
    Refused(TrainerRefusal),
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn hours_after_each_other(count: i64, apart: i64) -> Vec<Timestamp> {
        let first: Timestamp = "2026-12-01T12:00:00Z".parse().unwrap();
        (0..count).map(|n| first + SignedDuration::from_hours(n * apart)).collect()
    }

    #[test]
    fn a_week_of_hours_can_be_set_at_once_and_no_more() {
        assert!(Hours::new(hours_after_each_other(63, 1)).is_ok());
        assert_eq!(
            Hours::new(hours_after_each_other(64, 1)),
            Err(InvalidHours::Refused(TrainerRefusal::TooManyHours { provided: 64, days: 4 }))
        );
    }

    #[test]
    fn hours_lie_on_at_most_43_days() {
        assert!(Hours::new(hours_after_each_other(43, 24)).is_ok());
        assert!(Hours::new(hours_after_each_other(44, 24)).is_err());
    }

    #[test]
    fn a_repeated_time_counts_once() {
        let twice = [hours_after_each_other(63, 1), hours_after_each_other(63, 1)].concat();
        assert_eq!(Hours::new(twice), Hours::new(hours_after_each_other(63, 1)));
    }

    #[test]
    fn no_hours_are_not_hours() {
        assert_eq!(Hours::new([]), Err(InvalidHours::None));
    }
}
