//! A template's YAML as plain data.
//!
//! The short forms (`!Ref Name`) become the long forms (`{"Ref": "Name"}`), and
//! every scalar becomes the text that AWS takes it for, so that the rest of this module
//! knows one way to write each thing.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value};

use super::Complaint;

pub(super) fn parse(text: &str) -> Result<Value, Complaint> {
    let documents =
        Yaml::load_from_str(text).map_err(|error| Complaint::new("not YAML", one_line(&error.to_string())))?;
    match documents.as_slice() {
        [document] => value(document),
        _ => Err(Complaint::new("not a template", "one YAML document is expected")),
    }
}

fn value(yaml: &Yaml<'_>) -> Result<Value, Complaint> {
    Ok(match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => Value::String(value.to_string()),
        Yaml::Value(Scalar::Integer(value)) => Value::String(value.to_string()),
        Yaml::Value(Scalar::FloatingPoint(value)) => Value::String(value.to_string()),
        Yaml::Value(Scalar::String(value)) => Value::String(value.clone().into_owned()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(value).collect::<Result<_, _>>()?),
        Yaml::Mapping(entries) => {
            let mut map = Map::new();
            for (key, entry) in entries {
                let Value::String(key) = value(key)? else {
                    return Err(Complaint::new("not a template", "a key is not a word"));
                };
                map.insert(key, value(entry)?);
            }
            Value::Object(map)
        }
        Yaml::Tagged(tag, node) => long_form(&tag.suffix, value(node)?),
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => {
            return Err(Complaint::new("not a template", "a value cannot be understood"));
        }
    })
}

fn long_form(tag: &str, value: Value) -> Value {
    let (function, argument) = match (tag, value) {
        ("Ref" | "Condition", value) => (tag.to_owned(), value),
        // `!GetAtt Table.Arn` is `{"Fn::GetAtt": ["Table", "Arn"]}`.
        ("GetAtt", Value::String(text)) => {
            let (resource, attribute) = text.split_once('.').unwrap_or((&text, ""));
            ("Fn::GetAtt".to_owned(), Value::from(vec![resource, attribute]))
        }
        (tag, value) => (format!("Fn::{tag}"), value),
    };
    Value::Object(Map::from_iter([(function, argument)]))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_forms_are_read_as_their_long_forms() {
        let document =
            parse("a: !Ref X\nb: !GetAtt X.Stream.Arn\nc: !Sub '${X}-1'\nd: !If [C, !Ref A, 2]\ne: !Condition C\n");
        assert_eq!(
            document.unwrap(),
            json!({
                "a": {"Ref": "X"},
                "b": {"Fn::GetAtt": ["X", "Stream.Arn"]},
                "c": {"Fn::Sub": "${X}-1"},
                "d": {"Fn::If": ["C", {"Ref": "A"}, "2"]},
                "e": {"Condition": "C"},
            })
        );
    }

    #[test]
    fn every_scalar_is_text_as_aws_takes_it() {
        assert_eq!(
            parse("a: 12\nb: true\nc: '012'\nd: 2010-09-09\ne: 0.5\nf:\n").unwrap(),
            json!({"a": "12", "b": "true", "c": "012", "d": "2010-09-09", "e": "0.5", "f": null})
        );
    }

    #[test]
    fn what_is_not_yaml_is_refused_with_its_line() {
        let complaint = parse("Resources:\n  A: [1,\n").unwrap_err().to_string();
        assert!(complaint.starts_with("not YAML: "), "{complaint}");
        assert!(complaint.contains("line"), "{complaint}");
        assert!(!complaint.contains('\n'), "{complaint}");
    }

    #[test]
    fn an_empty_file_is_no_template() {
        assert_eq!(parse("").unwrap_err().to_string(), "not a template: one YAML document is expected");
    }
}
