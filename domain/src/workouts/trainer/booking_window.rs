use jiff::{SignedDuration, Timestamp};

use super::{HourStart, TrainerRefusal};

/// Which hours can be set, booked, moved to and proposed.
///
/// It is the club's configuration; [`BookingWindow::default`] is the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookingWindow {
    first_hour: i8,
    last_hour: i8,
    weeks_ahead: u8,
}

impl BookingWindow {
    /// Trainings start between `first_hour` and `last_hour` of the day in UTC, both included, at
    /// most `weeks_ahead` weeks from now.
    ///
    /// # Errors
    /// When no hour lies in such a window, or one lies more than a year ahead.
    pub fn new(first_hour: i8, last_hour: i8, weeks_ahead: u8) -> Result<Self, InvalidWindow> {
        if !(0..=23).contains(&first_hour) || !(0..=23).contains(&last_hour) || first_hour > last_hour {
            return Err(InvalidWindow::Hours { first_hour, last_hour });
        }
        if !(1..=52).contains(&weeks_ahead) {
            return Err(InvalidWindow::WeeksAhead(weeks_ahead));
        }
        Ok(Self { first_hour, last_hour, weeks_ahead })
    }

    /// The hours of a day that trainings can start at, in order.
    pub fn hours_of_day(self) -> impl Iterator<Item = i8> + use<> {
        self.first_hour..=self.last_hour
    }

    /// How many weeks ahead the last hour may lie.
    #[must_use]
    pub fn weeks_ahead(self) -> u8 {
        self.weeks_ahead
    }

    /// Judges an hour as of `now`.
    ///
    /// # Errors
    /// When it does not lie in the window.
    pub fn admit(self, hour: HourStart, now: Timestamp) -> Result<BookableHour, TrainerRefusal> {
        let provided = hour;
        let current = HourStart::containing(now);
        if hour <= current {
            return Err(TrainerRefusal::HourInPast { provided, current });
        }
        if hour.ahead_of(now) > self.furthest() {
            let latest = now.checked_add(self.furthest()).unwrap_or(Timestamp::MAX);
            return Err(TrainerRefusal::TooDistantDate { provided, weeks_ahead: self.weeks_ahead, latest });
        }
        if hour.hour_of_day() < self.first_hour {
            return Err(TrainerRefusal::TooEarlyHour { provided, first: self.first_hour });
        }
        if hour.hour_of_day() > self.last_hour {
            return Err(TrainerRefusal::TooLateHour { provided, last: self.last_hour });
        }
        Ok(BookableHour(hour))
    }

    fn furthest(self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.weeks_ahead) * 7 * 24)
    }
}

impl Default for BookingWindow {
    fn default() -> Self {
        Self { first_hour: 12, last_hour: 20, weeks_ahead: 6 }
    }
}

/// An hour that lay in the booking window when it was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BookableHour(HourStart);

impl BookableHour {
    /// The hour.
    #[must_use]
    pub fn hour(self) -> HourStart {
        self.0
    }
}

/// Why a booking window is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWindow {
    /// Both are hours of a day, and the first is not after the last.
    #[error("trainings cannot start between {first_hour}:00 and {last_hour}:00 UTC")]
    Hours {
        /// The first hour of the day given.
        first_hour: i8,
        /// The last hour of the day given.
        last_hour: i8,
    },
    /// One to fifty-two weeks can be planned.
    #[error("hours can be planned 1 to 52 weeks ahead, not {0}")]
    WeeksAhead(u8),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn hour(time: &str) -> HourStart {
        HourStart::new(at(time)).unwrap()
    }

    fn admit(time: &str, now: &str) -> Result<BookableHour, TrainerRefusal> {
        BookingWindow::default().admit(hour(time), at(now))
    }

    #[test]
    fn the_hour_after_the_current_one_can_be_booked_until_it_starts() {
        assert!(admit("2026-12-01T13:00:00Z", "2026-12-01T12:59:59Z").is_ok());
        let refused = TrainerRefusal::HourInPast {
            provided: hour("2026-12-01T13:00:00Z"),
            current: hour("2026-12-01T13:00:00Z"),
        };
        assert_eq!(admit("2026-12-01T13:00:00Z", "2026-12-01T13:00:00Z"), Err(refused.clone()));
        assert_eq!(admit("2026-12-01T13:00:00Z", "2026-12-01T13:59:59Z"), Err(refused));
    }

    #[test]
    fn six_weeks_ahead_is_the_furthest() {
        assert!(admit("2027-01-12T13:00:00Z", "2026-12-01T13:00:00Z").is_ok());
        let refused = admit("2027-01-12T13:00:00Z", "2026-12-01T12:59:59Z").unwrap_err();
        assert!(matches!(refused, TrainerRefusal::TooDistantDate { weeks_ahead: 6, .. }), "{refused}");
    }

    #[test]
    fn trainings_start_between_12_and_20_utc() {
        assert!(admit("2026-12-02T12:00:00Z", "2026-12-01T13:00:00Z").is_ok());
        assert!(admit("2026-12-02T20:00:00Z", "2026-12-01T13:00:00Z").is_ok());
        assert!(matches!(
            admit("2026-12-02T11:00:00Z", "2026-12-01T13:00:00Z"),
            Err(TrainerRefusal::TooEarlyHour { first: 12, .. })
        ));
        assert!(matches!(
            admit("2026-12-02T21:00:00Z", "2026-12-01T13:00:00Z"),
            Err(TrainerRefusal::TooLateHour { last: 20, .. })
        ));
    }

    #[test]
    fn an_hour_outside_the_window_is_refused_for_that_even_if_the_club_is_closed_then() {
        assert!(matches!(
            admit("2026-12-01T03:00:00Z", "2026-12-01T13:00:00Z"),
            Err(TrainerRefusal::HourInPast { .. })
        ));
        assert!(matches!(
            admit("2028-12-01T03:00:00Z", "2026-12-01T13:00:00Z"),
            Err(TrainerRefusal::TooDistantDate { .. })
        ));
    }

    #[test]
    fn a_window_that_no_hour_lies_in_is_refused() {
        assert!(BookingWindow::new(12, 20, 6).is_ok_and(|window| window == BookingWindow::default()));
        assert!(BookingWindow::new(21, 20, 6).is_err());
        assert!(BookingWindow::new(-1, 20, 6).is_err());
        assert!(BookingWindow::new(12, 24, 6).is_err());
        assert!(BookingWindow::new(12, 20, 0).is_err());
        assert!(BookingWindow::new(12, 20, 53).is_err());
    }

    #[test]
    fn a_window_is_the_one_that_was_configured() {
        let window = BookingWindow::new(8, 10, 4).unwrap();
        assert_eq!(window.hours_of_day().collect::<Vec<_>>(), [8, 9, 10]);
        assert_eq!(window.weeks_ahead(), 4);
        assert!(BookingWindow::new(0, 0, 1).is_ok_and(|window| window.hours_of_day().eq([0])));
        assert!(BookingWindow::new(23, 23, 52).is_ok());
        assert!(window.admit(hour("2026-12-29T10:00:00Z"), at("2026-12-01T10:00:00Z")).is_ok());
        assert!(window.admit(hour("2026-12-29T10:00:00Z"), at("2026-12-01T09:59:59Z")).is_err());
    }
}
