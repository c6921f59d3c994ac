//! Times and dates as the API writes and reads them.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, date},
    tz::TimeZone,
};
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
///
/// All that can be written so is understood. What is finer than a nanosecond is cut off. And at the ends of all years an
/// offset may lead to what cannot be told in UTC: that is taken for the nearest full hour that can, which is as far
/// from any training.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let (local, rest) = text.split_at_checked(19)?;
    let is_local = local.bytes().zip(b"0000-00-00T00:00:00").all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => byte.eq_ignore_ascii_case(form),
        _ => byte == *form,
    });
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
        None => ("0", rest),
    };
    if !is_local || fraction.is_empty() {
        return None;
    }
    let local: DateTime = format!("{local}.{fraction:.9}").parse().ok()?;
    let utc = local.saturating_sub(ahead_of_utc(offset)?);
    let utc = utc.clamp(date(0, 1, 1).at(0, 0, 0, 0), date(9999, 12, 30).at(22, 0, 0, 0));
    Some(utc.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// How far ahead of UTC an offset is.
fn ahead_of_utc(offset: &str) -> Option<SignedDuration> {
    if offset.eq_ignore_ascii_case("Z") {
        return Some(SignedDuration::ZERO);
    }
    let is_offset = offset.len() == 6
        && offset.bytes().zip(b"+00:00").all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            b'+' => matches!(byte, b'+' | b'-'),
            _ => byte == *form,
        });
    if !is_offset {
        return None;
    }
    let (hours, minutes): (i64, i64) = (offset.get(1..3)?.parse().ok()?, offset.get(4..)?.parse().ok()?);
    let is_time_of_day = hours < 24 && minutes < 60;
    let ahead = SignedDuration::from_mins(hours * 60 + minutes);
    is_time_of_day.then_some(if offset.starts_with('-') { -ahead } else { ahead })
}

/// A date.
pub(crate) fn day(text: &str) -> Option<Date> {
    let is_date = text.len() == 10
        && text.bytes().zip(b"0000-00-00").all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *form,
        });
    if is_date { text.parse().ok() } else { None }
}

/// A date, or a time of which the date in UTC counts.
pub(crate) fn date_of(text: &str) -> Option<Date> {
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
    fn what_cannot_be_told_in_utc_is_the_nearest_hour_that_can() {
        for (text, nearest) in [
            ("9999-12-31T23:30:00-07:30", "9999-12-30T22:00:00Z"),
            ("9999-12-30T22:30:00Z", "9999-12-30T22:00:00Z"),
            ("0000-01-01T00:30:00+01:00", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(time(text).unwrap().to_string(), nearest, "{text}");
        }
    }

    #[test]
    fn of_a_time_its_date_in_utc_counts() {
        assert_eq!(date_of("2026-12-01"), day("2026-12-01"));
        assert_eq!(date_of("2026-12-01T23:30:00-01:00"), day("2026-12-02"));
        for wrong in ["2026-12", "2026-12-1", "2026-02-30", "today", "20261201"] {
            assert_eq!(date_of(wrong), None, "{wrong}");
        }
    }
}
