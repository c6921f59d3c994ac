//! Times and dates as the API writes and reads them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A time in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rfc3339(pub(crate) Timestamp);

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

    /// What is written is in UTC; what is read may have another offset.
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

/// An RFC 3339 time, in UTC or with its offset. Stricter than ISO 8601, of which there are too many
/// forms to be sure what is meant. <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (main, rest) = bytes.split_at_checked(19)?;
    let is_main = main.iter().zip(b"0000-00-00T00:00:00").all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        _ => byte == form,
    });
    let offset = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&digits) {
                return None;
            }
            &fraction[digits..]
        }
        None => rest,
    };
    let is_offset = match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', hours @ .., b':', m1, m2] => {
            hours.len() == 2 && hours.iter().chain([m1, m2]).all(u8::is_ascii_digit)
        }
        _ => false,
    };
    if is_main && is_offset { text.parse().ok() } else { None }
}

/// A date.
pub(crate) fn date(text: &str) -> Option<Date> {
    let is_date = text.len() == 10
        && text.bytes().zip(b"0000-00-00").all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *form,
        });
    if is_date { text.parse().ok() } else { None }
}

/// A date, or a time of which the date in UTC counts.
pub(crate) fn date_of(text: &str) -> Option<Date> {
    date(text).or_else(|| Some(time(text)?.to_zoned(TimeZone::UTC).date()))
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
        ] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn of_a_time_its_date_in_utc_counts() {
        assert_eq!(date_of("2026-12-01"), date("2026-12-01"));
        assert_eq!(date_of("2026-12-01T23:30:00-01:00"), date("2026-12-02"));
        for wrong in ["2026-12", "2026-12-1", "2026-02-30", "today", "20261201"] {
            assert_eq!(date_of(wrong), None, "{wrong}");
        }
    }
}
