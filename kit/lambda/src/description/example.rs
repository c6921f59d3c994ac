use serde_json::{Map, Value, json};

use super::AN_ID;

/// An example of a value of a schema, put together from the examples of its parts. The schema may refer to `types`.
pub(super) fn example(schema: &Value, types: &Map<String, Value>) -> Value {
    if let Some(name) = referred(schema) {
        return types.get(name).map_or(Value::Null, |schema| example(schema, types));
    }
    for all in ["examples", "enum"] {
        if let Some(first) = schema[all].get(0) {
            return first.clone();
        }
    }
    for one in ["const", "default"] {
        if let Some(only) = schema.get(one) {
            return only.clone();
        }
    }
    if let Some(first) = schema["anyOf"].get(0) {
        return example(first, types);
    }
    match schema["type"].as_str() {
        Some("object") => {
            // The example of an answer is a usual one, without fields that may be missing; that of a body has every field.
            let is_body = schema["additionalProperties"] == false;
            let required = schema["required"].as_array();
            let is_shown = |name: &String| is_body || required.is_some_and(|required| required.contains(&json!(name)));
            let properties = schema["properties"].as_object().into_iter().flatten();
            let properties = properties.filter(|(name, _)| is_shown(name));
            let property = |(name, schema): (&String, &Value)| (name.clone(), example(schema, types));
            properties.map(property).collect()
        }
        Some("array") => json!([example(&schema["items"], types)]),
        Some("boolean") => json!(true),
        Some("integer") => json!(1),
        Some("string") if schema["format"] == "uuid" => json!(AN_ID),
        Some("string") => json!(""),
        // A value that may be null and has no example.
        _ => Value::Null,
    }
}

/// The name of the type that a schema refers to.
fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}
