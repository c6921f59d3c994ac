//! Every answer that a test gets from the API is as the API's description says: so the description cannot be wrong
//! about anything that a test does.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::api::Answer;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| functions::PROGRAM.openapi());

/// Panics when an answer to `method` and `path` is not described. What the description has no route for is the
/// gateway's or the platform's own.
pub(super) fn check(method: &str, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path) else { return };
    let complain = |what: &str| -> ! { panic!("{method} {path}: {what}: {} {}", answer.status, answer.text()) };
    let Some(response) = operation["responses"].get(answer.status.to_string()).map(resolved) else {
        complain("the status is not described")
    };
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let header = resolved(header);
        match answer.header(name) {
            None if header["required"] == true => complain(&format!("{name} is missing")),
            None => {}
            Some(value) => {
                let value = match header["schema"]["type"].as_str() {
                    Some("integer") => value.parse::<i64>().map_or(json!(value), |number| json!(number)),
                    _ => json!(value),
                };
                let errors = errors(&header["schema"], &value);
                if !errors.is_empty() {
                    complain(&format!("{name} is not as described: {errors:?}"));
                }
            }
        }
    }
    // Some gateways give even what is empty a type.
    match response["content"].as_object() {
        None if answer.text().is_empty() => {}
        None => complain("no body is described"),
        Some(kinds) => {
            let kind = answer.header("content-type").unwrap_or_default();
            let Some(content) = kinds.get(kind) else { complain("its type is not described") };
            let body = if content["schema"]["type"] == "string" { json!(answer.text()) } else { answer.json() };
            let errors = errors(&content["schema"], &body);
            if !errors.is_empty() {
                complain(&format!("the body is not as described: {errors:?}"));
            }
        }
    }
}

/// What is described of the route that a request takes.
pub(crate) fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next()?;
    let paths = DESCRIPTION["paths"].as_object()?;
    let matching = |pattern: &str| {
        let (mut pattern, mut sent) = (pattern.split('/'), path.split('/'));
        loop {
            match (pattern.next(), sent.next()) {
                (None, None) => return true,
                (Some(pattern), Some(sent)) if pattern == sent => {}
                (Some(pattern), Some(sent)) if pattern.starts_with('{') && !sent.is_empty() => {}
                _ => return false,
            }
        }
    };
    let matching = paths.iter().filter(|(pattern, _)| matching(pattern));
    let mut matching: Vec<_> = matching.filter_map(|(key, of)| Some((key, of.get(method.to_lowercase())?))).collect();
    // As the gateway does, take the one with fewest parameters.
    matching.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    matching.first().map(|(_, operation)| *operation)
}

/// What stands here, or what is referred to.
pub(crate) fn resolved(value: &Value) -> &Value {
    let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| DESCRIPTION.pointer(pointer)).unwrap_or(value)
}

/// What is wrong with a value, by a schema of the description.
pub(crate) fn errors(schema: &Value, value: &Value) -> Vec<String> {
    static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let key = schema.to_string();
    let known = VALIDATORS.lock().unwrap().get(&key).cloned();
    let validator = known.unwrap_or_else(|| {
        let schema = json!({"allOf": [schema], "components": {"schemas": closed()}});
        let built = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        Arc::clone(VALIDATORS.lock().unwrap().entry(key).or_insert(Arc::new(built)))
    });
    validator.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).collect()
}

/// The types, each with no fields but those described: clients are told to expect more one day, but today there
/// must be none.
fn closed() -> Value {
    let mut schemas = DESCRIPTION["components"]["schemas"].clone();
    for schema in schemas.as_object_mut().unwrap().values_mut().filter(|schema| schema["type"] == "object") {
        schema["additionalProperties"] = json!(false);
    }
    schemas
}
