use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{Error, Unexpected, Visitor},
};

/// A whole number in a body: JSON has one kind of number, so that `10.0` is `10`, as JSON Schema's `integer` has it.
/// A number beyond an `i64` becomes its nearest end, which is beyond any limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeNumber(pub i64);

impl<'de> Deserialize<'de> for WholeNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl Visitor<'_> for Whole {
            type Value = WholeNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<WholeNumber, E> {
                Ok(WholeNumber(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<WholeNumber, E> {
                Ok(WholeNumber(i64::try_from(number).unwrap_or(i64::MAX)))
            }

            #[expect(clippy::cast_possible_truncation, reason = "a whole number, and a cast keeps to the bounds")]
            fn visit_f64<E: Error>(self, number: f64) -> Result<WholeNumber, E> {
                if number.fract() == 0.0 {
                    Ok(WholeNumber(number as i64))
                } else {
                    Err(E::invalid_type(Unexpected::Float(number), &self))
                }
            }
        }

        deserializer.deserialize_i64(Whole)
    }
}

impl JsonSchema for WholeNumber {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WholeNumber".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        i64::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<i64> {
        serde_json::from_str(json).ok().map(|WholeNumber(number)| number)
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point_or_an_exponent() {
        for ten in ["10", "10.0", "1e1", "100e-1"] {
            assert_eq!(read(ten), Some(10), "{ten}");
        }
        for none in ["10.5", "\"10\"", "null", "true", "[10]"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn a_number_that_is_too_large_stays_too_large() {
        assert_eq!(read("18446744073709551615"), Some(i64::MAX));
        assert_eq!(read("1e30"), Some(i64::MAX));
        assert_eq!(read("-1e30"), Some(i64::MIN));
    }
}
