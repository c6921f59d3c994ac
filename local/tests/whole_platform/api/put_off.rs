//! `Prefer: respond-async`: commands that are accepted now and carried out later.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::SeqCst},
};

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::people::{People, hour};
use crate::support::{Answer, Call, Fault, TestPlatform, Wire};

/// A request that prefers to be put off.
fn put_off(call: Call) -> Call {
    call.header("Prefer", "respond-async")
}

async fn book_later(people: &People, time: &str, token: &str) -> Answer {
    let body = json!({"time": time, "notes": "knee"});
    put_off(people.call("POST", "/api/trainings", token)).json(&body).send().await
}

/// Where the command is that was accepted.
fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(answer.header("preference-applied"), Some("respond-async"));
    assert_eq!(answer.text(), "");
    answer.header("location").unwrap().to_owned()
}

async fn told(people: &People, location: &str, token: &str) -> Value {
    let answer = people.get(location, token).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The items of commands as they are stored.
async fn records(people: &People) -> Vec<String> {
    let platform = &people.platform.platform;
    let scan = platform.dynamodb().scan().table_name(platform.table("WorkoutsTable").unwrap());
    let items = scan.send().await.unwrap().items.unwrap();
    items
        .iter()
        .filter(|item| item["pk"].as_s().unwrap().starts_with("COMMAND#"))
        .map(|item| format!("{item:?}"))
        .collect()
}

#[tokio::test]
async fn a_booking_that_is_put_off_is_accepted_and_then_done() {
    let people = People::meet().await;
    people.platform.platform.pause("execute-command").await.unwrap();
    let command = location(&book_later(&people, &hour(1, 14), &people.adam).await);
    assert_eq!(
        told(&people, &command, &people.adam).await,
        json!({"status": "accepted", "contentLocation": null, "problem": null})
    );
    assert_eq!(people.balance(&people.adam).await, 20, "nothing has happened yet");

    people.platform.platform.resume("execute-command").unwrap();
    people.platform.platform.quiet().await.unwrap();
    let done = told(&people, &command, &people.adam).await;
    assert_eq!((&done["status"], &done["problem"]), (&json!("succeeded"), &Value::Null));
    let training = people.get(done["contentLocation"].as_str().unwrap(), &people.adam).await.json();
    assert_eq!((&training["time"], &training["notes"]), (&json!(hour(1, 14)), &json!("knee")));
    assert_eq!(people.balance(&people.adam).await, 19);
    let records = records(&people).await;
    assert_eq!(records.len(), 1);
    assert!(!records[0].contains("knee") && !records[0].contains("Adam"), "its body and its sender's name are gone");
}

#[tokio::test]
async fn a_refusal_is_told_by_the_command() {
    let people = People::meet().await;
    people.book(&hour(1, 14), &people.anna).await;
    let command = location(&book_later(&people, &hour(1, 14), &people.adam).await);
    people.platform.platform.quiet().await.unwrap();
    let failed = told(&people, &command, &people.adam).await;
    assert_eq!((&failed["status"], &failed["contentLocation"]), (&json!("failed"), &Value::Null));
    let problem = &failed["problem"];
    assert_eq!((&problem["slug"], &problem["status"]), (&json!("hour-not-available"), &json!(409)));
    assert!(problem["instance"].as_str().unwrap().starts_with("urn:request:"));
    assert!(!records(&people).await[0].contains("knee"));
}

#[tokio::test]
async fn what_needs_no_state_is_refused_at_once() {
    let people = People::meet().await;
    let send = |path: &'static str, token: String, body: Value| {
        let call = put_off(people.call("POST", path, &token)).json(&body);
        async move { call.send().await.problem() }
    };
    let (adam, trainer) = (people.adam.clone(), people.trainer.clone());
    let slug = |slug: &str, status| (status, slug.to_owned());
    let path = "/api/trainings";
    assert_eq!(send(path, adam.clone(), json!({"notes": ""})).await, slug("invalid-field", 400));
    assert_eq!(send(path, trainer, json!({"time": hour(1, 14), "notes": ""})).await, slug("wrong-role", 403));
    let in_past = json!({"time": "2027-03-01T09:00:00Z", "notes": ""});
    assert_eq!(send(path, adam.clone(), in_past).await, slug("hour-in-past", 422));
    assert_eq!(send(path, adam.clone(), json!({"time": hour(1, 21), "notes": ""})).await, slug("too-late-hour", 422));
    assert_eq!(send(path, adam, json!({"time": hour(90, 14), "notes": ""})).await, slug("too-distant-date", 422));
    let hours = json!({"hours": [hour(1, 11)]});
    let set = put_off(people.call("PUT", "/api/trainer/calendar/make-hour-available", &people.trainer)).json(&hours);
    assert_eq!(set.send().await.problem(), slug("too-early-hour", 422));
    assert_eq!(records(&people).await, Vec::<String>::new(), "nothing was accepted");
}

#[tokio::test]
async fn only_its_sender_reads_a_command() {
    let people = People::meet().await;
    let command = location(&book_later(&people, &hour(1, 14), &people.adam).await);
    for token in [&people.anna, &people.trainer] {
        assert_eq!(people.get(&command, token).await.problem(), (404, "not-found".into()));
    }
    let nothing = "/api/commands/00000000-0000-4000-8000-000000000000";
    assert_eq!(people.get(nothing, &people.adam).await.problem(), (404, "not-found".into()));
}

#[tokio::test]
async fn under_a_key_sending_twice_is_one_command() {
    let people = People::meet().await;
    people.platform.platform.pause("execute-command").await.unwrap();
    let send = |time: String| {
        let call = put_off(people.call("POST", "/api/trainings", &people.adam)).header("Idempotency-Key", "a");
        let call = call.json(&json!({"time": time, "notes": ""}));
        async move { call.send().await }
    };
    let first = location(&send(hour(1, 14)).await);
    assert_eq!(location(&send(hour(1, 14)).await), first);
    assert_eq!(send(hour(1, 15)).await.problem(), (422, "idempotency-key-reused".into()));
    people.platform.platform.resume("execute-command").unwrap();
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(people.balance(&people.adam).await, 19);

    // Put off or not is no part of the comparison.
    let at_once = people.call("POST", "/api/trainings", &people.adam).header("Idempotency-Key", "a");
    let at_once = at_once.json(&json!({"time": hour(1, 14), "notes": ""})).send().await;
    let done = told(&people, &first, &people.adam).await;
    assert_eq!((at_once.status, at_once.header("content-location")), (204, done["contentLocation"].as_str()));
    // Accepted once, accepted for ever, also when its hour has passed.
    people.platform.clock.advance(SignedDuration::from_mins(50));
    let again = location(&send(hour(1, 14)).await);
    assert_eq!(again, first);
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn what_was_done_at_once_is_not_done_again_when_it_is_put_off() {
    let mut people = People::meet().await;
    let body = json!({"time": hour(0, 12), "notes": ""});
    let call = |people: &People| people.call("POST", "/api/trainings", &people.adam).header("Idempotency-Key", "a");
    let first = call(&people).json(&body).send().await;
    let command = location(&put_off(call(&people)).json(&body).send().await);
    people.platform.platform.quiet().await.unwrap();
    let done = told(&people, &command, &people.adam).await;
    assert_eq!(done["contentLocation"].as_str(), first.header("content-location"));
    assert_eq!(people.balance(&people.adam).await, 19);

    people.wait_until(SignedDuration::from_hours(-1), &hour(0, 12)).await;
    assert_eq!(location(&put_off(call(&people)).json(&body).send().await), command, "though its hour has passed");
}

#[tokio::test]
async fn what_was_done_at_once_can_be_put_off_when_its_hour_has_passed() {
    let mut people = People::meet().await;
    let body = json!({"time": hour(0, 12), "notes": ""});
    let call = |people: &People| people.call("POST", "/api/trainings", &people.adam).header("Idempotency-Key", "a");
    let first = call(&people).json(&body).send().await;
    people.wait_until(SignedDuration::from_hours(-1), &hour(0, 12)).await;
    let command = location(&put_off(call(&people)).json(&body).send().await);
    people.platform.platform.quiet().await.unwrap();
    let done = told(&people, &command, &people.adam).await;
    assert_eq!(done["contentLocation"].as_str(), first.header("content-location"));
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn after_a_failure_the_key_is_free() {
    let people = People::meet().await;
    let training = people.book(&hour(1, 14), &people.anna).await;
    let send = || put_off(people.call("POST", "/api/trainings", &people.adam)).header("Idempotency-Key", "a");
    let body = json!({"time": hour(1, 14), "notes": ""});
    let command = location(&send().json(&body).send().await);
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(told(&people, &command, &people.adam).await["status"], json!("failed"));
    people.call("DELETE", &training, &people.anna).send().await;
    assert_eq!(location(&send().json(&body).send().await), command);
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(told(&people, &command, &people.adam).await["status"], json!("succeeded"));
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn what_has_not_been_done_within_fifteen_minutes_fails() {
    let people = People::meet().await;
    people.platform.platform.pause("execute-command").await.unwrap();
    let command = location(&book_later(&people, &hour(1, 14), &people.adam).await);
    people.platform.clock.advance(SignedDuration::from_secs(15 * 60 + 1));
    people.platform.platform.resume("execute-command").unwrap();
    people.platform.platform.quiet().await.unwrap();
    let failed = told(&people, &command, &people.adam).await;
    assert_eq!((&failed["status"], &failed["problem"]["slug"]), (&json!("failed"), &json!("command-expired")));
    assert_eq!(people.balance(&people.adam).await, 20);
}

#[tokio::test]
async fn time_rules_are_judged_as_of_acceptance() {
    let mut people = People::meet().await;
    people.wait_until(SignedDuration::from_mins(1), &hour(0, 14)).await;
    people.platform.platform.pause("execute-command").await.unwrap();
    let command = location(&book_later(&people, &hour(0, 14), &people.adam).await);
    people.platform.clock.advance(SignedDuration::from_mins(5));
    people.platform.platform.resume("execute-command").unwrap();
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(told(&people, &command, &people.adam).await["status"], json!("succeeded"));
}

#[tokio::test]
async fn one_senders_commands_are_carried_out_in_their_order() {
    let people = People::meet().await;
    people.platform.platform.pause("execute-command").await.unwrap();
    let path = people.book(&hour(2, 14), &people.adam).await;
    let mut commands = Vec::new();
    for at in [15, 16, 17] {
        let call = put_off(people.call("PUT", &format!("{path}/reschedule"), &people.adam));
        commands.push(location(&call.json(&json!({"time": hour(2, at)})).send().await));
    }
    commands.push(location(&put_off(people.call("DELETE", &path, &people.adam)).send().await));
    people.platform.platform.resume("execute-command").unwrap();
    people.platform.platform.quiet().await.unwrap();
    for command in commands {
        assert_eq!(told(&people, &command, &people.adam).await["status"], json!("succeeded"));
    }
    assert_eq!(people.get(&path, &people.adam).await.json()["time"], json!(hour(2, 17)));
}

#[tokio::test]
async fn every_command_can_be_put_off() {
    let people = People::meet().await;
    let training = people.book(&hour(2, 14), &people.adam).await;
    let (trainer, adam) = (&people.trainer, &people.adam);
    let uuid = people.uuid(adam).await;
    let calendar = "/api/trainer/calendar/make-hour";
    let credits = json!({"amount": 2, "reason": "gift"});
    for (method, path, token, body) in [
        ("POST", "/api/trainings".to_owned(), adam, json!({"time": hour(3, 14), "notes": ""})),
        ("PUT", format!("{training}/reschedule"), adam, json!({"time": hour(2, 15)})),
        ("PUT", format!("{training}/request-reschedule"), adam, json!({"time": hour(2, 16)})),
        ("PUT", format!("{training}/approve-reschedule"), trainer, json!({})),
        ("PUT", format!("{training}/request-reschedule"), adam, json!({"time": hour(2, 17)})),
        ("PUT", format!("{training}/reject-reschedule"), trainer, json!({})),
        ("DELETE", training.clone(), trainer, json!({})),
        ("PUT", format!("{calendar}-available"), trainer, json!({"hours": [hour(35, 14)]})),
        ("PUT", format!("{calendar}-unavailable"), trainer, json!({"hours": [hour(35, 14)]})),
        ("POST", "/api/posts".to_owned(), adam, json!({"title": "Hello", "body": "Who runs on Sunday?"})),
        ("POST", format!("/api/users/{uuid}/credits"), trainer, credits.clone()),
        ("POST", format!("/api/users/{uuid}/credits/corrections"), trainer, credits),
        ("DELETE", "/api/users/current".to_owned(), &people.anna, json!({})),
    ] {
        let command = location(&put_off(people.call(method, &path, token)).json(&body).send().await);
        people.platform.platform.quiet().await.unwrap();
        if token == &people.anna {
            assert_eq!(people.get(&command, token).await.problem(), (403, "account-deactivated".into()));
        } else {
            assert_eq!(told(&people, &command, token).await["status"], json!("succeeded"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn accepting_is_one_write_and_carrying_out_reads_the_record_first() {
    let wire = Wire::sound();
    let people = People::at(TestPlatform::setup().seeded().wire(&wire).start().await).await;
    people.platform.platform.quiet().await.unwrap();
    people.platform.platform.pause("execute-command").await.unwrap();
    wire.clear();
    location(&book_later(&people, &hour(1, 14), &people.adam).await);
    assert_eq!(wire.calls(), ["PutItem"]);
    wire.clear();
    people.platform.platform.pause("report-trainings").await.unwrap();
    people.platform.platform.resume("execute-command").unwrap();
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(wire.calls(), ["GetItem", "BatchGetItem", "TransactWriteItems"]);
}

#[tokio::test]
async fn a_lost_answer_of_an_acceptance_is_harmless() {
    let mut lose = 4;
    let wire = Wire::broken(move |operation| {
        if operation == "PutItem" && lose > 0 {
            lose -= 1;
            return Fault::LostAnswer;
        }
        Fault::None
    });
    let people = People::at(TestPlatform::setup().seeded().wire(&wire).start().await).await;
    let command = location(&book_later(&people, &hour(1, 14), &people.adam).await);
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(told(&people, &command, &people.adam).await["status"], json!("succeeded"));
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn a_command_of_a_busy_table_waits_in_its_queue() {
    // More than the SDK's tries and the command's attempts together.
    let busy = Arc::new(AtomicU32::new(0));
    let left = Arc::clone(&busy);
    let wire = Wire::broken(move |operation| {
        let throttled =
            operation == "BatchGetItem" && left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok();
        if throttled { Fault::Throttled } else { Fault::None }
    });
    let people = People::at(TestPlatform::setup().seeded().wire(&wire).start().await).await;
    busy.store(16, SeqCst);
    let command = location(&book_later(&people, &hour(1, 14), &people.adam).await);
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(told(&people, &command, &people.adam).await["status"], json!("succeeded"));
}
