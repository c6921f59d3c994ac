//! Every payload of events/ is what its function takes, and is answered as events/answers/ says.

use std::{collections::BTreeSet, fs, path::PathBuf};

use futures_util::{StreamExt, stream};
use local::payload_world;
use serde_json::Value;

use crate::support::{SetClock, TestPlatform, project_template};

pub(crate) fn payloads() -> Vec<PathBuf> {
    let folder = project_template().with_file_name("events");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect()
}

/// `schedule-training.hour-not-available` is a case of `schedule-training`.
pub(crate) fn name_of(file: &std::path::Path) -> (String, Option<String>) {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    match stem.split_once('.') {
        Some((function, case)) => (function.to_owned(), Some(case.to_owned())),
        None => (stem.to_owned(), None),
    }
}

#[test]
fn every_function_has_a_payload_and_every_payload_a_function() {
    let functions: BTreeSet<_> = functions::PROGRAM.functions().map(ToOwned::to_owned).collect();
    let plain: BTreeSet<_> =
        payloads().iter().map(|file| name_of(file)).filter(|(_, case)| case.is_none()).map(|(name, _)| name).collect();
    assert_eq!(plain, functions);
    let all: BTreeSet<_> = payloads().iter().map(|file| name_of(file).0).collect();
    assert_eq!(all, functions);
}

#[tokio::test]
async fn every_payload_is_answered_as_its_name_says() {
    // A few at a time: a platform that does not get the processor for seconds gives up.
    let all = stream::iter(payloads()).for_each_concurrent(4, |file| async move {
        let (function, _) = name_of(&file);
        let payload = fs::read_to_string(&file).unwrap();
        let platform = TestPlatform::setup().clock(SetClock::at(payload_world::NOW)).start().await.platform;
        payload_world::arrange(&platform).await.unwrap();
        let answer = platform.invoke(&function, payload.as_bytes()).await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        check(file.file_name().unwrap().to_str().unwrap(), &serde_json::from_str(&payload).unwrap(), &answer);
    });
    all.await;
}

/// The same rules as `deploy/invoke-all`'s, which checks the same of the release binaries.
fn check(name: &str, payload: &Value, answer: &Value) {
    let file = project_template().with_file_name("events/answers").join(name);
    let expected = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    if let Some(returns) = expected.get("returns") {
        let wanted = if returns == "its payload" { payload } else { returns };
        assert!(like(wanted, answer), "{name}: {answer}");
        return;
    }
    let body = answer["body"].as_str().filter(|body| !body.is_empty());
    let body: Value = body.map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
    assert_eq!(answer["statusCode"], expected["status"], "{name}: {answer}");
    assert!(like(&expected["body"], &body), "{name}: {body} instead of {}", expected["body"]);
    for (header, value) in expected["headers"].as_object().into_iter().flatten() {
        assert!(like(value, &answer["headers"][header]), "{name}: {header}: {answer}");
    }
}

/// Whether they are the same, where `*` stands for anything that is there, and an object for one that has
/// these members and perhaps more.
fn like(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(any), found) if any == "*" => !found.is_null(),
        (Value::Object(members), Value::Object(_)) => members.iter().all(|(name, value)| like(value, &found[name])),
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(expected, found)| like(expected, found))
        }
        _ => expected == found,
    }
}
