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
    use kit_domain::testing::at_once;
    use uuid::Uuid;

    use super::*;
    use crate::workouts::trainer::queries::HourAvailability;

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

    /// A calendar in which one hour was ever set.
    struct OneHour(HourStart, Availability);

    impl CalendarReadModel for OneHour {
        async fn hours(
            &self,
            _trainer: TrainerId,
            from: Date,
            to: Date,
        ) -> Result<BTreeMap<HourStart, Availability>, ReadModelError> {
            assert!(from <= self.0.date() && self.0.date() <= to);
            Ok(BTreeMap::from([(self.0, self.1)]))
        }

        async fn hour(&self, _trainer: TrainerId, hour: HourStart) -> Result<Option<Availability>, ReadModelError> {
            Ok((hour == self.0).then_some(self.1))
        }
    }

    #[test]
    fn a_calendar_shows_every_hour_of_the_window_of_every_day() {
        let calendar = OneHour(HourStart::example(2, 13), Availability::Available);
        let query = from_to(date(2026, 12, 1), date(2026, 12, 2)).unwrap();
        let window = BookingWindow::new(12, 13, 6).unwrap();
        let days = at_once(query.ask(&calendar, window)).unwrap();
        let shown: Vec<_> =
            days.iter().flat_map(|day| &day.hours).map(|entry| (entry.hour, entry.availability)).collect();
        let not_available = |day, hour| (HourStart::example(day, hour), Availability::NotAvailable);
        assert_eq!(
            shown,
            [
                not_available(1, 12),
                not_available(1, 13),
                not_available(2, 12),
                (HourStart::example(2, 13), Availability::Available)
            ]
        );
        assert_eq!(days.iter().map(|day| day.date).collect::<Vec<_>>(), [date(2026, 12, 1), date(2026, 12, 2)]);
        assert_eq!(days.iter().map(Day::has_free_hours).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn an_hour_that_was_never_set_is_not_available() {
        let set = HourStart::example(2, 13);
        let calendar = OneHour(set, Availability::Available);
        let ask = |hour| at_once(HourAvailability { trainer: Uuid::nil().into(), hour }.ask(&calendar)).unwrap();
        assert_eq!(ask(set), HourEntry { hour: set, availability: Availability::Available });
        let other = HourStart::example(2, 14);
        assert_eq!(ask(other), HourEntry { hour: other, availability: Availability::NotAvailable });
    }
}
