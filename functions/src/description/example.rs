use serde_json::{Map, Value, json};

use super::problems::AN_ID;

/// An example of what a schema describes, put together from the examples of its parts. `types` are those that it
/// may refer to.
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
            // What may be left out of an answer is told of one that is not the usual; of a body, that it can be there.
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
        // What may be null, and has no example.
        _ => Value::Null,
    }
}

/// The name of the type that a schema refers to.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}
