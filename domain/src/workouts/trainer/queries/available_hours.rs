use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date, tz::TimeZone};

use crate::workouts::trainer::{Availability, BookingWindow, HourStart, TrainerId, TrainerRefusal};
use kit_domain::ReadModelError;

/// A trainer's calendar from one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailableHours {
    trainer: TrainerId,
    from: Date,
    to: Date,
}

/// A day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day, in UTC.
    pub date: Date,
    /// Each hour that trainings can start at, set or not, by time.
    pub hours: Vec<HourEntry>,
}

impl Day {
    /// Whether at least one hour can be booked.
    #[must_use]
    pub fn has_free_hours(&self) -> bool {
        self.hours.iter().any(|entry| entry.availability == Availability::Available)
    }
}

/// An hour of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourEntry {
    /// When it starts.
    pub hour: HourStart,
    /// Whether it can be booked.
    pub availability: Availability,
}

/// The read model of the calendar's queries.
pub trait CalendarReadModel {
    /// The hours from one day to another, both included, that have ever been set.
    fn hours(
        &self,
        trainer: TrainerId,
        from: Date,
        to: Date,
    ) -> impl Future<Output = Result<BTreeMap<HourStart, Availability>, ReadModelError>> + Send;

    /// One hour's availability if it has ever been set.
    fn hour(
        &self,
        trainer: TrainerId,
        hour: HourStart,
    ) -> impl Future<Output = Result<Option<Availability>, ReadModelError>> + Send;
}

impl AvailableHours {
    /// The most days at once: about three months.
    pub const MOST_DAYS: i32 = 92;

    /// The calendar from one day to another, both included.
    ///
    /// # Errors
    /// When `from` is after `to`, or there are more than [`Self::MOST_DAYS`] days.
    pub fn new(trainer: TrainerId, from: Date, to: Date) -> Result<Self, TrainerRefusal> {
        if from > to {
            return Err(TrainerRefusal::DateFromAfterDateTo { from, to });
        }
        let provided = from.duration_until(to).as_hours().div_euclid(24) + 1;
        if provided > Self::MOST_DAYS.into() {
            return Err(TrainerRefusal::RangeTooLong { provided: provided.try_into().unwrap_or(i32::MAX) });
        }
        Ok(Self { trainer, from, to })
    }

    /// Every day, each with all the hours that trainings can start at.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(
        &self,
        calendar: &impl CalendarReadModel,
        window: BookingWindow,
    ) -> Result<Vec<Day>, ReadModelError> {
        let set = calendar.hours(self.trainer, self.from, self.to).await?;
        let day = |date: Date| Day {
            date,
            hours: window
                .hours_of_day()
                .filter_map(|hour| {
                    HourStart::new(date.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?.timestamp()).ok()
                })
                .map(|hour| HourEntry {
                    hour,
                    availability: set.get(&hour).copied().unwrap_or(Availability::NotAvailable),
                })
                .collect(),
        };
        Ok(self.from.series(1.day()).take_while(|date| *date <= self.to).map(day).collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn from_to(from: Date, to: Date) -> Result<AvailableHours, TrainerRefusal> {
        AvailableHours::new(Uuid::nil().into(), from, to)
    }

    #[test]
    fn a_calendar_ends_on_or_after_the_day_it_begins() {
        let (from, to) = (date(2026, 12, 2), date(2026, 12, 1));
        assert_eq!(from_to(from, to), Err(TrainerRefusal::DateFromAfterDateTo { from, to }));
        assert!(from_to(to, to).is_ok());
    }

    #[test]
    fn a_calendar_has_at_most_92_days() {
        assert!(from_to(date(2026, 12, 1), date(2027, 3, 2)).is_ok());
        assert_eq!(from_to(date(2026, 12, 1), date(2027, 3, 3)), Err(TrainerRefusal::RangeTooLong { provided: 93 }));
        assert!(from_to(Date::MIN, Date::MAX).is_err());
    }
}
