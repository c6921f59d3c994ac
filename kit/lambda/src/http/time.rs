//! Times and dates as the API writes and reads them.

use jiff::{Timestamp, civil::Date, fmt::temporal::Pieces, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A time in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rfc3339(pub Timestamp);

impl<'de> Deserialize<'de> for Rfc3339 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        time(&text).map(Self).ok_or_else(|| D::Error::custom("not an RFC 3339 time, such as 2026-12-01T14:00:00Z"))
    }
}

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl JsonSchema for Rfc3339 {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rfc3339".into()
    }

    /// Answers are in UTC; requests may have another offset.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({
            "type": "string",
            "format": "date-time",
            "examples": ["2026-12-01T14:00:00Z"],
        });
        if generator.contract().is_serialize() {
            schema.insert("pattern".into(), "Z$".into());
        }
        schema
    }
}

/// The times that can be written in UTC, in full hours: the ends of jiff's range within the years 0000 to 9999.
const FIRST: Timestamp = Timestamp::constant(-62_167_219_200, 0);
const LAST: Timestamp = Timestamp::constant(253_402_207_200, 0);

/// An RFC 3339 time, in UTC or with its offset. Stricter than ISO 8601, which has too many forms to be unambiguous.
/// <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>
///
/// Every such text is read. Digits beyond the nanosecond are cut off. At the ends of all years an offset may lead out of
/// the range: then it is the nearest full hour in the range.
#[must_use]
pub fn time(text: &str) -> Option<Timestamp> {
    let (local, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
        None => ("0", rest),
    };
    let is_utc = offset.eq_ignore_ascii_case("Z");
    if !has_form(local, "0000-00-00T00:00:00") || fraction.is_empty() || !(is_utc || has_form(offset, "+00:00")) {
        return None;
    }
    let text = format!("{local}.{fraction:.9}{offset}");
    let pieces = Pieces::parse(&text).ok()?;
    let (local, offset) = (pieces.date().to_datetime(pieces.time()?), pieces.to_numeric_offset()?);
    // jiff also reads offsets of a day and more.
    let is_within_a_day = offset.seconds().abs() < 24 * 60 * 60;
    is_within_a_day.then(|| offset.to_timestamp(local).unwrap_or(LAST).clamp(FIRST, LAST))
}

/// Whether a text has the form of an example, in which each digit stands for any and `+` for a sign.
fn has_form(text: &str, example: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'+' => matches!(byte, b'+' | b'-'),
        _ => byte.eq_ignore_ascii_case(&form),
    };
    text.len() == example.len() && text.bytes().zip(example.bytes()).all(fits)
}

/// A date.
fn day(text: &str) -> Option<Date> {
    if has_form(text, "0000-00-00") { text.parse().ok() } else { None }
}

/// A date, or the date of a time in UTC.
#[must_use]
pub fn date_of(text: &str) -> Option<Date> {
    day(text).or_else(|| Some(time(text)?.to_zoned(TimeZone::UTC).date()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_rfc_3339_with_its_offset() {
        let two_in_utc = time("2026-12-01T14:00:00Z");
        assert!(two_in_utc.is_some());
        for same in [
            "2026-12-01t14:00:00z",
            "2026-12-01T14:00:00.000Z",
            "2026-12-01T15:00:00+01:00",
            "2026-12-01T14:00:00-00:00",
            "2026-12-01T14:00:00.0000000000Z",
            "2026-12-01T14:00:00.0000000009Z",
            "2026-12-02T13:59:00+23:59",
        ] {
            assert_eq!(time(same), two_in_utc, "{same}");
        }
    }

    #[test]
    fn other_forms_are_no_times() {
        for wrong in [
            "",
            "2026-12-01",
            "2026-12-01T14:00Z",
            "2026-12-01 14:00:00Z",
            "20261201T140000Z",
            "2026-12-01T14:00:00",
            "2026-12-01T14:00:00.Z",
            "2026-12-01T14:00:00+0100",
            "2026-12-01T14:00:00+01",
            "2026-13-01T14:00:00Z",
            "2026-12-01T25:00:00Z",
            "2026-12-01T14:00:00Z[UTC]",
            "+002026-12-01T14:00:00Z",
            "2026-12-01T14:00:00+:00",
            "2026-12-01T14:00:00+24:00",
            "2026-12-01T14:00:00+01:60",
            "2026-12-01T14:00:00.5",
            "2026-12-01T14:00:0üZ",
        ] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_out_of_range_in_utc_is_the_nearest_hour_in_range() {
        for (text, nearest) in [
            ("9999-12-31T23:30:00-07:30", "9999-12-30T22:00:00Z"),
            ("9999-12-30T22:30:00Z", "9999-12-30T22:00:00Z"),
            ("0000-01-01T00:30:00+01:00", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(time(text).unwrap().to_string(), nearest, "{text}");
        }
    }

    #[test]
    fn a_time_stands_for_its_date_in_utc() {
        assert_eq!(date_of("2026-12-01"), day("2026-12-01"));
        assert_eq!(date_of("2026-12-01T23:30:00-01:00"), day("2026-12-02"));
        for wrong in ["2026-12", "2026-12-1", "2026-02-30", "today", "20261201"] {
            assert_eq!(date_of(wrong), None, "{wrong}");
        }
    }
}
