use std::collections::BTreeMap;

use serde_json::Value;
use thiserror::Error;

/// What a record must be like to be handed on: the part of Lambda's filter patterns that this
/// project has a use for (exact values, `prefix`, `exists`, at any depth).
///
/// Source: Lambda Developer Guide, "Control which events Lambda sends to your function".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterPattern(Node);

/// A pattern that cannot be judged here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnsupportedPattern {
    /// It is no JSON object.
    #[error("is no JSON object: {0}")]
    NoObject(String),
    /// A part of it is not understood.
    #[error("the filter's {place} has {found}, which the local platform does not understand")]
    Part {
        /// The way to it.
        place: String,
        /// What stands there.
        found: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// Every key must be as it says.
    Keys(BTreeMap<String, Node>),
    /// One of these must be true.
    OneOf(Vec<Rule>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Is(Value),
    Prefix(String),
    Exists(bool),
}

impl FilterPattern {
    /// Understands the JSON text of a pattern.
    ///
    /// # Errors
    /// It is no JSON object, or has a rule that is not judged here.
    pub fn parse(text: &str) -> Result<Self, UnsupportedPattern> {
        let value: Value = serde_json::from_str(text).map_err(|e| UnsupportedPattern::NoObject(e.to_string()))?;
        match &value {
            Value::Object(_) => Ok(Self(Node::parse(&value, "")?)),
            _ => Err(UnsupportedPattern::NoObject(value.to_string())),
        }
    }

    /// Whether a record is like this.
    #[must_use]
    pub fn fits(&self, record: &Value) -> bool {
        self.0.fits(Some(record))
    }
}

impl Node {
    fn parse(value: &Value, place: &str) -> Result<Self, UnsupportedPattern> {
        match value {
            Value::Object(entries) => {
                let mut keys = BTreeMap::new();
                for (name, entry) in entries {
                    let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                    if name.starts_with('$') {
                        return Err(unsupported(&place, entry));
                    }
                    keys.insert(name.clone(), Self::parse(entry, &place)?);
                }
                Ok(Self::Keys(keys))
            }
            Value::Array(rules) if !rules.is_empty() => {
                Ok(Self::OneOf(rules.iter().map(|rule| Rule::parse(rule, place)).collect::<Result<_, _>>()?))
            }
            other => Err(unsupported(place, other)),
        }
    }

    fn fits(&self, value: Option<&Value>) -> bool {
        match self {
            Self::Keys(keys) => keys.iter().all(|(name, node)| node.fits(value.and_then(|value| value.get(name)))),
            Self::OneOf(rules) => rules.iter().any(|rule| rule.fits(value)),
        }
    }
}

impl Rule {
    fn parse(value: &Value, place: &str) -> Result<Self, UnsupportedPattern> {
        let Value::Object(entries) = value else {
            return if value.is_array() { Err(unsupported(place, value)) } else { Ok(Self::Is(value.clone())) };
        };
        let mut entries = entries.iter();
        match (entries.next(), entries.next()) {
            (Some((name, Value::String(prefix))), None) if name == "prefix" => Ok(Self::Prefix(prefix.clone())),
            (Some((name, Value::Bool(exists))), None) if name == "exists" => Ok(Self::Exists(*exists)),
            _ => Err(unsupported(place, value)),
        }
    }

    fn fits(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            // A list fits if one of its members does.
            (Self::Is(_) | Self::Prefix(_), Some(Value::Array(members))) => {
                members.iter().any(|member| self.fits(Some(member)))
            }
            (Self::Is(expected), Some(value)) => expected == value,
            (Self::Prefix(prefix), Some(Value::String(text))) => text.starts_with(prefix),
            (Self::Is(_) | Self::Prefix(_), _) => false,
            // About leaves alone, says the guide: an object is neither there nor missing.
            (Self::Exists(wanted), value) => value.is_some_and(|value| !value.is_object()) == *wanted,
        }
    }
}

fn unsupported(place: &str, found: &Value) -> UnsupportedPattern {
    UnsupportedPattern::Part { place: place.to_owned(), found: found.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fits(pattern: &Value, record: &Value) -> bool {
        FilterPattern::parse(&pattern.to_string()).unwrap().fits(record)
    }

    fn record(name: &str, sk: &str) -> Value {
        json!({"eventName": name, "dynamodb": {"Keys": {"sk": {"S": sk}}}})
    }

    #[test]
    fn new_commits_and_commands_are_kept_apart_from_everything_else() {
        let pattern = json!({
            "eventName": ["INSERT"],
            "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "COMMIT#"}, {"prefix": "COMMAND#"}]}}},
        });
        assert!(fits(&pattern, &record("INSERT", "COMMIT#1")));
        assert!(fits(&pattern, &record("INSERT", "COMMAND#1")));
        assert!(!fits(&pattern, &record("INSERT", "STATE")));
        assert!(!fits(&pattern, &record("MODIFY", "COMMIT#1")));
        assert!(!fits(&pattern, &json!({"eventName": "INSERT"})));
    }

    #[test]
    fn what_must_be_there_or_must_not_is_looked_for() {
        let there = json!({"dynamodb": {"NewImage": {"events": {"S": [{"exists": true}]}}}});
        let missing = json!({"dynamodb": {"NewImage": {"events": {"S": [{"exists": false}]}}}});
        for (image, is_there) in [(json!({"events": {"S": "[]"}}), true), (json!({}), false)] {
            let record = json!({"dynamodb": {"NewImage": image}});
            assert_eq!((fits(&there, &record), fits(&missing, &record)), (is_there, !is_there), "{record}");
        }
    }

    #[test]
    fn a_number_is_no_text_and_no_key_means_anything() {
        assert!(fits(&json!({"n": [5, "x"]}), &json!({"n": 5})));
        assert!(!fits(&json!({"n": ["5"]}), &json!({"n": 5})));
        assert!(fits(&json!({}), &json!({"n": 5})));
    }

    #[test]
    fn what_is_not_judged_here_is_refused_by_its_place() {
        for (pattern, complaint) in [
            (r#"{"a": [{"anything-but": "x"}]}"#, r#"the filter's a has {"anything-but":"x"}, which"#),
            (r#"{"a": {"b": "x"}}"#, r#"the filter's a.b has "x", which"#),
            (r#"{"a": []}"#, "the filter's a has [], which"),
            (r#"{"$or": [{"a": [1]}]}"#, "the filter's $or has "),
            ("[1]", "is no JSON object: [1]"),
            ("{", "is no JSON object: EOF"),
        ] {
            let complained = FilterPattern::parse(pattern).unwrap_err().to_string();
            assert!(complained.starts_with(complaint), "{complained}");
        }
    }
}
