//! docs/asyncapi.yaml describes what really travels: every event that a commit holds, and who receives it.

use std::collections::{BTreeMap, BTreeSet};

use functions::PROGRAM;
use jsonschema::Validator;
use saphyr::{LoadableYamlNode, YamlOwned};
use serde_json::{Value, json};

use crate::api::people::{People, hour};

fn description() -> Value {
    let documents = YamlOwned::load_from_str(include_str!("../../../docs/asyncapi.yaml")).unwrap();
    json_of(&documents[0])
}

fn json_of(yaml: &YamlOwned) -> Value {
    if let Some(map) = yaml.as_mapping() {
        return map.iter().map(|(key, value)| (key.as_str().unwrap().to_owned(), json_of(value))).collect();
    }
    if let Some(list) = yaml.as_sequence() {
        return list.iter().map(json_of).collect();
    }
    match (yaml.as_bool(), yaml.as_integer(), yaml.as_str()) {
        (Some(flag), ..) => json!(flag),
        (_, Some(number), _) => json!(number),
        (.., text) => json!(text.unwrap()),
    }
}

/// For each type of event, what its messages have to be like.
fn validators(description: &Value) -> BTreeMap<String, Validator> {
    let messages = description["components"]["messages"].as_object().unwrap();
    let validator = |(kind, message): (&String, &Value)| {
        let mut schema = message["payload"].clone();
        schema["components"] = description["components"].clone();
        (kind.clone(), jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
    };
    messages.iter().map(validator).collect()
}

/// The types that a channel carries.
fn carried<'a>(description: &'a Value, channel: &str) -> BTreeSet<&'a str> {
    let messages = description["channels"][channel]["messages"].as_object();
    messages.unwrap_or_else(|| panic!("{channel} is not described")).keys().map(String::as_str).collect()
}

#[test]
fn who_receives_what_is_what_the_subscriptions_say() {
    let description = description();
    let described: BTreeSet<_> = description["operations"].as_object().unwrap().keys().map(String::as_str).collect();
    let subscribers: BTreeSet<_> =
        PROGRAM.subscriptions().iter().map(|subscription| subscription.subscriber()).collect();
    assert_eq!(described, subscribers);
    let all = carried(&description, "log");
    assert_eq!(all.len(), validators(&description).len());
    for subscriber in subscribers {
        let subscriptions = PROGRAM.subscriptions().iter().filter(|one| one.subscriber() == subscriber);
        let subscribed = |kind: &&str| subscriptions.clone().any(|subscription| subscription.includes(kind));
        let subscribed: BTreeSet<_> = all.iter().copied().filter(subscribed).collect();
        assert_eq!(carried(&description, subscriber), subscribed, "{subscriber}");
        assert_eq!(description["operations"][subscriber]["channel"]["$ref"], json!(format!("#/channels/{subscriber}")));
    }
}

#[tokio::test]
async fn every_event_that_is_stored_is_described_and_every_one_described_is_stored() {
    let people = People::meet().await;
    everything_happens(&people).await;
    people.platform.platform.quiet().await.unwrap();
    let validators = validators(&description());
    let mut stored = BTreeSet::new();
    for event in stored_events(&people).await {
        let kind = event["type"].as_str().unwrap().to_owned();
        let validator = validators.get(&kind).unwrap_or_else(|| panic!("{kind} is not described"));
        let errors: Vec<_> = validator.iter_errors(&event).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{event}");
        stored.insert(kind);
    }
    assert_eq!(stored, validators.into_keys().collect());
}

#[test]
fn an_event_that_is_otherwise_is_not_as_described() {
    let validators = validators(&description());
    let event = json!({
        "specversion": "1.0", "id": "01a1fc4f-dd8f-7358-af7b-816cf649e502", "source": "/workouts/users",
        "type": "user.deactivated.v1", "subject": "x", "time": "2026-11-21T04:14:14.9Z",
        "datacontenttype": "application/json", "sequence": "0000000001.000", "commitsize": 1, "correlationid": "x",
        "causationid": "01a1fc4f-dd8f-7358-af7b-816cf649e502", "data": {"user": "01a1fc4f-dd8f-7358-af7b-816cf649e502"},
    });
    let validator = &validators["user.deactivated.v1"];
    assert!(validator.is_valid(&event));
    for (pointer, wrong) in [
        ("/data", json!({"user": "01a1fc4f-dd8f-7358-af7b-816cf649e502", "name": "Mary"})),
        ("/data", json!({})),
        ("/data/user", json!("Mary")),
        ("/sequence", json!("1")),
        ("/time", json!("yesterday")),
        ("/type", json!("user.registered.v1")),
    ] {
        let mut changed = event.clone();
        *changed.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&changed), "{changed}");
    }
}

/// Whatever can happen to anything, by everybody's commands.
async fn everything_happens(people: &People) {
    let (adam, trainer) = (&people.adam, &people.trainer);
    let training = people.book(&hour(3, 14), adam).await;
    let put = |what: &'static str, token: String, body: Value| {
        let call = people.call("PUT", &format!("{training}/{what}"), &token).json(&body);
        async move { assert_eq!(call.send().await.status, 204, "{what}") }
    };
    put("reschedule", adam.clone(), json!({"time": hour(3, 15)})).await;
    put("request-reschedule", adam.clone(), json!({"time": hour(3, 16)})).await;
    put("approve-reschedule", trainer.clone(), json!({})).await;
    put("request-reschedule", trainer.clone(), json!({"time": hour(3, 17)})).await;
    put("reject-reschedule", adam.clone(), json!({})).await;
    let calendar = "/api/trainer/calendar/make-hour-unavailable";
    people.send("PUT", calendar, trainer, json!({"hours": [hour(4, 14)]})).await;
    let corrections = format!("/api/users/{}/credits/corrections", people.uuid(adam).await);
    people.send("POST", &corrections, trainer, json!({"amount": 1, "reason": "a slip"})).await;
    people.send("POST", "/api/posts", adam, json!({"title": "Hello", "body": "Who runs on Sunday?"})).await;
    let put_off = people.call("POST", "/api/trainings", adam).header("Prefer", "respond-async");
    put_off.json(&json!({"time": hour(5, 14), "notes": "knee"})).send().await;
    // While it is accepted and not settled, its record tells of it.
    people.platform.platform.pause("execute-command").await.unwrap();
    let waiting = people.call("POST", "/api/trainings", &people.anna).header("Prefer", "respond-async");
    waiting.json(&json!({"time": hour(6, 14), "notes": "knee"})).send().await;
    assert_eq!(people.call("DELETE", "/api/users/current", adam).send().await.status, 204);
}

/// The events of every commit and accepted command of every table.
async fn stored_events(people: &People) -> Vec<Value> {
    let platform = &people.platform.platform;
    let mut events = Vec::new();
    for table in ["WorkoutsTable", "CommunityTable"] {
        let scan = platform.dynamodb().scan().table_name(platform.table(table).unwrap());
        let items: Vec<_> = scan.into_paginator().items().send().collect::<Result<_, _>>().await.unwrap();
        for item in items {
            let item: Value = serde_dynamo::from_item(item).unwrap();
            events.extend(item["events"].as_array().cloned().unwrap_or_default());
        }
    }
    events
}
