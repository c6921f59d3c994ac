use std::{fmt, str::FromStr};

use jiff::civil::Date;

use crate::workouts::trainer::HourStart;

/// A month of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month that an hour lies in.
    #[must_use]
    pub fn of(hour: HourStart) -> Self {
        Self { year: hour.date().year(), month: hour.date().month() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as YYYY-MM")]
pub struct InvalidMonth;

impl FromStr for Month {
    type Err = InvalidMonth;

    fn from_str(text: &str) -> Result<Self, InvalidMonth> {
        let is_month = text.len() == 7
            && text.bytes().enumerate().all(|(at, byte)| if at == 4 { byte == b'-' } else { byte.is_ascii_digit() });
        if !is_month {
            return Err(InvalidMonth);
        }
        let (year, month) =
            (text[..4].parse().map_err(|_| InvalidMonth)?, text[5..].parse().map_err(|_| InvalidMonth)?);
        Date::new(year, month, 1).map_err(|_| InvalidMonth)?;
        Ok(Self { year, month })
    }
}

impl TryFrom<String> for Month {
    type Error = InvalidMonth;

    fn try_from(text: String) -> Result<Self, InvalidMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written() {
        assert_eq!("2026-12".parse::<Month>().unwrap().to_string(), "2026-12");
        for wrong in
            ["", "2026", "2026-13", "2026-00", "2026-1", "26-12-1", "2026/12", "+026-12", "2026-12-01", "ü026-1"]
        {
            assert_eq!(wrong.parse::<Month>(), Err(InvalidMonth), "{wrong}");
        }
    }

    #[test]
    fn a_month_is_stored_as_it_is_written() {
        let month = Month::of(HourStart::example(1, 14));
        assert_eq!(serde_json::to_string(&month).unwrap(), "\"2026-12\"");
        assert_eq!(serde_json::from_str::<Month>("\"2026-12\"").unwrap(), month);
        assert!(serde_json::from_str::<Month>("\"2026-13\"").is_err());
    }
}
