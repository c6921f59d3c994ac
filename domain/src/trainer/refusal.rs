use jiff::Timestamp;

use super::HourStart;

/// Why the calendar says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainerRefusal {
    /// Trainings start on the hour.
    #[error("trainings start at a full hour in UTC, provided: {provided}")]
    NotFullHour {
        /// What was asked for.
        provided: Timestamp,
    },
    /// Only hours after the current one can be set or booked.
    #[error("the hour must be after the current one, which is {current}, provided: {provided}")]
    HourInPast {
        /// What was asked for.
        provided: HourStart,
        /// The hour that it is now.
        current: HourStart,
    },
    /// Nobody plans that far ahead.
    #[error("the hour must be at most {weeks_ahead} weeks ahead, until {latest}, provided: {provided}")]
    TooDistantDate {
        /// What was asked for.
        provided: HourStart,
        /// How far ahead hours can be planned.
        weeks_ahead: u8,
        /// The latest moment that an hour may start at.
        latest: Timestamp,
    },
    /// The club is not open yet.
    #[error("too early hour, the first one starts at {first}:00 UTC, provided: {provided}")]
    TooEarlyHour {
        /// What was asked for.
        provided: HourStart,
        /// The hour of the day that the first training starts at.
        first: i8,
    },
    /// The club is closed already.
    #[error("too late hour, the last one starts at {last}:00 UTC, provided: {provided}")]
    TooLateHour {
        /// What was asked for.
        provided: HourStart,
        /// The hour of the day that the last training starts at.
        last: i8,
    },
    /// More hours at once than a week has.
    #[error("at most {most} hours on at most {most_days} days can be set at once, provided: {provided} on {days}", most = super::Hours::MOST, most_days = super::Hours::MOST_DAYS)]
    TooManyHours {
        /// How many different hours were given.
        provided: usize,
        /// On how many days.
        days: usize,
    },
    /// The hour is not free.
    #[error("the hour {0} is not available")]
    HourNotAvailable(HourStart),
    /// The hour is somebody's.
    #[error("a training is scheduled at {0}")]
    TrainingScheduled(HourStart),
    /// A list of days that ends before it begins.
    #[error("the first day, {from}, is after the last, {to}")]
    DateFromAfterDateTo {
        /// The first day asked for.
        from: jiff::civil::Date,
        /// The last day asked for.
        to: jiff::civil::Date,
    },
    /// A list of more days than can be asked for at once.
    #[error("at most {most} days can be listed at once, provided: {provided}", most = super::queries::AvailableHours::MOST_DAYS)]
    RangeTooLong {
        /// How many days were asked for.
        provided: i32,
    },
}
