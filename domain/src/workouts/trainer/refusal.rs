use jiff::{
    Timestamp,
    civil::{Date, date},
};

use super::{HourStart, Hours, queries::AvailableHours};
use crate::examples;

kit_domain::refusals! {
    /// Why the calendar says no.
    pub enum TrainerRefusal {
        /// Trainings start on the hour.
        #[error("trainings start at a full hour in UTC, provided: {provided}")]
        NotFullHour {
            /// The time asked for.
            provided: Timestamp = examples::time(1, 14, 30),
        } => NOT_FULL_HOUR: InvalidValue, "not-full-hour", "Not a full hour";
        /// Only hours after the current one can be set or booked.
        #[error("the hour must be after the current one, which is {current}, provided: {provided}")]
        HourInPast {
            /// The hour asked for.
            provided: HourStart = HourStart::example(1, 14),
            /// The hour that it is now.
            current: HourStart = HourStart::example(1, 15),
        } => HOUR_IN_PAST: InvalidValue, "hour-in-past", "The hour has passed";
        /// The club plans only some weeks ahead.
        #[error("the hour must be at most {weeks_ahead} weeks ahead, until {latest}, provided: {provided}")]
        TooDistantDate {
            /// The hour asked for.
            provided: HourStart = HourStart::example(31, 14),
            /// How far ahead hours can be planned.
            weeks_ahead: u8 = 4,
            /// The latest moment that an hour may start at.
            latest: Timestamp = examples::time(29, 9, 30),
        } => TOO_DISTANT_DATE: InvalidValue, "too-distant-date", "Too far ahead";
        /// The club is not open yet.
        #[error("too early hour, the first one starts at {first}:00 UTC, provided: {provided}")]
        TooEarlyHour {
            /// The hour asked for.
            provided: HourStart = HourStart::example(1, 11),
            /// The hour of the day that the first training starts at.
            first: i8 = 12,
        } => TOO_EARLY_HOUR: InvalidValue, "too-early-hour", "Too early in the day";
        /// The club is closed already.
        #[error("too late hour, the last one starts at {last}:00 UTC, provided: {provided}")]
        TooLateHour {
            /// The hour asked for.
            provided: HourStart = HourStart::example(1, 21),
            /// The hour of the day that the last training starts at.
            last: i8 = 20,
        } => TOO_LATE_HOUR: InvalidValue, "too-late-hour", "Too late in the day";
        /// More hours at once than a week has.
        #[error("at most {most} hours on at most {most_days} days can be set at once, provided: {provided} on {days}", most = Hours::MOST, most_days = Hours::MOST_DAYS)]
        TooManyHours {
            /// How many different hours were given.
            provided: usize = Hours::MOST + 1,
            /// On how many days.
            days: usize = 8,
        } => TOO_MANY_HOURS: InvalidValue, "too-many-hours", "Too many hours at once";
        /// The hour is not free.
        #[error("the hour {0} is not available")]
        HourNotAvailable(HourStart = HourStart::example(1, 14))
            => HOUR_NOT_AVAILABLE: Conflict, "hour-not-available", "The hour is not available";
        /// A training holds the hour.
        #[error("a training is scheduled at {0}")]
        TrainingScheduled(HourStart = HourStart::example(1, 14))
            => TRAINING_SCHEDULED: Conflict, "training-scheduled", "A training is scheduled then";
        /// A list of days that ends before it begins.
        #[error("the first day, {from}, is after the last, {to}")]
        DateFromAfterDateTo {
            /// The first day asked for.
            from: Date = date(2026, 12, 2),
            /// The last day asked for.
            to: Date = date(2026, 12, 1),
        } => DATE_FROM_AFTER_DATE_TO: InvalidValue, "date-from-after-date-to", "The range ends before it begins";
        /// A list of more days than can be asked for at once.
        #[error("at most {most} days can be listed at once, provided: {provided}", most = AvailableHours::MOST_DAYS)]
        RangeTooLong {
            /// How many days were asked for.
            provided: i32 = AvailableHours::MOST_DAYS + 1,
        } => RANGE_TOO_LONG: InvalidValue, "range-too-long", "The range is too long";
    }
}

/// The refusals of an hour that is not in the booking window.
pub const WINDOW_RULES: [kit_domain::Kind; 4] = [
    TrainerRefusal::HOUR_IN_PAST,
    TrainerRefusal::TOO_DISTANT_DATE,
    TrainerRefusal::TOO_EARLY_HOUR,
    TrainerRefusal::TOO_LATE_HOUR,
];
