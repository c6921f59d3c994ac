//! Messages that got lost are found and sent again, however long whatever carries them was out.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use local::{Around, seed};
use serde_json::{Value, json};

use super::people::{People, hour};
use crate::support::{Setup, TestPlatform};

/// Functions that say they have done their work while they have not.
#[derive(Clone, Default)]
struct Lazy(Arc<AtomicBool>);

impl Lazy {
    /// The setup of a platform on which `function` is lazy when it is told to be.
    fn setup(&self, function: &'static str) -> Setup {
        let lazy = Arc::clone(&self.0);
        let around: Around = Arc::new(move |invocation, handler| {
            if invocation.function == function && lazy.load(SeqCst) {
                return Box::pin(async { Ok(br#"{"batchItemFailures":[]}"#.to_vec()) });
            }
            handler(invocation)
        });
        TestPlatform::setup().seeded().around(around)
    }

    fn set(&self, lazy: bool) {
        self.0.store(lazy, SeqCst);
    }
}

/// What a run did to the workouts' books.
async fn reconcile(people: &People) -> Value {
    reconcile_with(people, json!({})).await
}

async fn reconcile_with(people: &People, payload: Value) -> Value {
    let platform = &people.platform.platform;
    let answer = platform.invoke("reconcile-messages", payload.to_string().as_bytes()).await.unwrap();
    platform.quiet().await.unwrap();
    serde_json::from_slice(&answer).unwrap()
}

/// Lets time pass, and signs everybody in again.
async fn wait(people: &mut People, minutes: i64) {
    people.platform.clock.advance(SignedDuration::from_mins(minutes));
    people.trainer = people.platform.sign_in(seed::TRAINER).await;
    people.anna = people.platform.sign_in(seed::ATTENDEES[1]).await;
}

async fn report(people: &People) -> Value {
    let mut report = people.get("/api/trainer/report?month=2027-03", &people.trainer).await.json();
    // When a run sends two events at once, either may be the last.
    report["asOf"] = Value::Null;
    report
}

fn counts(done: &Value) -> (u64, u64) {
    (done["missing"].as_u64().unwrap(), done["sent"].as_u64().unwrap())
}

#[tokio::test]
async fn what_the_relay_lost_is_delivered_by_reconciliation() {
    let relay = Lazy::default();
    let mut people = People::at(relay.setup("relay-messages").start().await).await;
    people.platform.platform.quiet().await.unwrap();
    relay.set(true);
    let mut trainings = Vec::new();
    for day in 2..=6 {
        trainings.push(people.book(&hour(day, 14), &people.adam).await);
    }
    people.call("DELETE", &trainings[0], &people.adam).send().await;
    people.book(&hour(2, 15), &people.anna).await;
    let post = people.post("Hello", &people.adam).await;
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(report(&people).await["standing"], json!(0), "nobody has heard of anything");

    relay.set(false);
    assert_eq!(counts(&reconcile(&people).await), (0, 0), "it may still be on its way");
    wait(&mut people, 7).await;
    // Seven events of trainings, and one of a user with its three subscribers.
    assert_eq!(counts(&reconcile(&people).await), (10, 10));
    let told = report(&people).await;
    assert_eq!((&told["standing"], &told["canceledByAttendee"]), (&json!(1), &json!(1)), "{told}");
    for path in &trainings {
        let training = people.get(path, &people.trainer).await.json();
        assert_eq!((&training["status"], &training["user"]), (&json!("canceled"), &Value::Null));
    }
    assert_eq!(people.get(&post, &people.anna).await.problem(), (404, "not-found".into()));
    wait(&mut people, 7).await;
    let done = reconcile(&people).await;
    assert_eq!(counts(&done), (0, 0));
    assert_eq!(done["settledUntilSecondsAgo"], json!(360), "nothing is left");
}

#[tokio::test]
async fn what_stays_missing_is_sent_again_at_twice_the_age_and_holds_the_watermark() {
    let subscriber = Lazy::default();
    let mut people = People::at(subscriber.setup("clear-names-of-deactivated-user").start().await).await;
    subscriber.set(true);
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    people.platform.platform.quiet().await.unwrap();
    let mut sent = Vec::new();
    for minute in 1..=50 {
        wait(&mut people, 1).await;
        let (missing, again) = counts(&reconcile(&people).await);
        assert_eq!(missing, u64::from(minute > 6));
        if again > 0 {
            sent.push(minute);
        }
    }
    assert_eq!(sent, [7, 12, 24, 48]);
    // Other events are looked at, and what of them is missing sent, although this one stands in the way.
    people.book(&hour(2, 14), &people.anna).await;
    people.platform.platform.quiet().await.unwrap();
    subscriber.set(false);
    wait(&mut people, 60).await;
    assert_eq!(counts(&reconcile(&people).await), (1, 1));
    wait(&mut people, 1).await;
    let done = reconcile(&people).await;
    assert_eq!((counts(&done), &done["settledUntilSecondsAgo"]), ((0, 0), &json!(360)));
}

#[tokio::test]
async fn what_is_parked_is_known_and_lets_the_watermark_pass() {
    let mut people = People::meet().await;
    let platform = &people.platform.platform;
    // A training that the report cannot understand: somebody has broken what it keeps of it.
    let path = people.book(&hour(2, 14), &people.adam).await;
    platform.quiet().await.unwrap();
    let reports = platform.table("ReportsTable").unwrap().to_owned();
    let items = platform.dynamodb().scan().table_name(&reports).send().await.unwrap().items.unwrap();
    let told = items.into_iter().find(|item| item["sk"].as_s().unwrap() == "REPORTED").unwrap();
    let mut broken = told.clone();
    broken.insert("next".into(), AttributeValue::S("nonsense".into()));
    platform.dynamodb().put_item().table_name(&reports).set_item(Some(broken)).send().await.unwrap();
    people.call("DELETE", &path, &people.adam).send().await;
    platform.quiet().await.unwrap();
    assert_eq!(platform.queue_depth("ReportTrainingsDeadLetters").await.unwrap().unwrap().total(), 1);
    platform.dynamodb().put_item().table_name(&reports).set_item(Some(told)).send().await.unwrap();

    wait(&mut people, 7).await;
    let done = reconcile(&people).await;
    assert_eq!((counts(&done), &done["parked"]), ((0, 0), &json!(1)));
    assert_eq!(done["settledUntilSecondsAgo"], json!(360), "somebody has been told: it waits for them");
    let redrive = people.platform.call("POST", "/local/queues/ReportTrainingsDeadLetters/redrive").send().await;
    assert_eq!(redrive.status, 200, "{}", redrive.text());
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(report(&people).await["canceledByAttendee"], json!(1));
}

#[tokio::test]
async fn an_accepted_command_that_got_lost_is_carried_out_or_reported_as_failed() {
    let relay = Lazy::default();
    let mut people = People::at(relay.setup("relay-messages").start().await).await;
    people.platform.platform.quiet().await.unwrap();
    let accept = |time: String, token: String| {
        let call = people.call("POST", "/api/trainings", &token).header("Prefer", "respond-async");
        async move {
            let answer = call.json(&json!({"time": time, "notes": ""})).send().await;
            answer.header("location").unwrap().to_owned()
        }
    };
    relay.set(true);
    let first = accept(hour(2, 14), people.adam.clone()).await;
    people.platform.platform.quiet().await.unwrap();
    relay.set(false);
    people.platform.clock.advance(SignedDuration::from_mins(7));
    assert_eq!(reconcile(&people).await["sentCommands"], json!(1));
    assert_eq!(people.get(&first, &people.adam).await.json()["status"], json!("succeeded"));
    assert_eq!(reconcile(&people).await["unsettledCommands"], json!(0));

    relay.set(true);
    let second = accept(hour(3, 14), people.adam.clone()).await;
    people.platform.platform.quiet().await.unwrap();
    relay.set(false);
    people.platform.clock.advance(SignedDuration::from_mins(20));
    assert_eq!(reconcile(&people).await["sentCommands"], json!(1));
    let failed = people.get(&second, &people.adam).await.json();
    assert_eq!((&failed["status"], &failed["problem"]["slug"]), (&json!("failed"), &json!("command-expired")));
    wait(&mut people, 1).await;
    people.adam = people.platform.sign_in(seed::ATTENDEES[0]).await;
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn two_runs_at_once_do_no_harm() {
    let relay = Lazy::default();
    let mut people = People::at(relay.setup("relay-messages").start().await).await;
    people.platform.platform.quiet().await.unwrap();
    relay.set(true);
    people.book(&hour(2, 14), &people.adam).await;
    people.platform.platform.quiet().await.unwrap();
    relay.set(false);
    wait(&mut people, 7).await;
    tokio::join!(reconcile(&people), reconcile(&people), reconcile(&people));
    assert_eq!(report(&people).await["standing"], json!(1));
    wait(&mut people, 1).await;
    assert_eq!(counts(&reconcile(&people).await), (0, 0));
}

/// Before everything that these tests do.
const A_DAY_BEFORE: &str = "2027-02-28T09:30:00Z";

#[tokio::test]
async fn the_watermark_is_put_back_but_never_forward() {
    let subscriber = Lazy::default();
    let mut people = People::at(subscriber.setup("clear-names-of-deactivated-user").start().await).await;
    subscriber.set(true);
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    people.platform.platform.quiet().await.unwrap();
    wait(&mut people, 60).await;
    assert_eq!(counts(&reconcile(&people).await), (1, 1));
    // Something is missing since an hour ago: who asks for the last minutes only does not make it forgotten.
    let lately = people.platform.clock.now_text();
    wait(&mut people, 10).await;
    assert_eq!(counts(&reconcile_with(&people, json!({ "since": lately })).await).0, 1);
    subscriber.set(false);
    wait(&mut people, 60).await;
    assert_eq!(counts(&reconcile(&people).await), (1, 1));
    let future = json!({"since": "2037-03-01T00:00:00Z"}).to_string();
    let refused = people.platform.platform.invoke("reconcile-messages", future.as_bytes()).await;
    assert!(refused.is_err(), "nothing would be looked through until then");
    wait(&mut people, 1).await;
    assert_eq!(reconcile(&people).await["settledUntilSecondsAgo"], json!(360));
}

#[tokio::test]
async fn a_commit_that_cannot_be_read_is_told_of_once_and_holds_nothing_up() {
    let relay = Lazy::default();
    let mut people = People::at(relay.setup("relay-messages").start().await).await;
    let platform = &people.platform.platform;
    platform.quiet().await.unwrap();
    relay.set(true);
    people.book(&hour(2, 14), &people.adam).await;
    let mut commits = items(&people, "WorkoutsTable").await;
    commits.retain(|item| item["pk"].as_s().unwrap().contains("#TRAINING#") && item["sk"].as_s().unwrap() != "STATE");
    let mut broken = commits.pop().unwrap();
    broken.insert("sk".into(), AttributeValue::S("COMMIT#0000000007".into()));
    broken.insert("events".into(), AttributeValue::S("no events".into()));
    let put = platform.dynamodb().put_item().table_name(platform.table("WorkoutsTable").unwrap());
    put.set_item(Some(broken)).send().await.unwrap();
    platform.quiet().await.unwrap();
    relay.set(false);
    for unreadable in [1, 1, 0] {
        wait(&mut people, 7).await;
        let done = reconcile(&people).await;
        assert_eq!(done["unreadable"], json!(unreadable), "{done}");
        let told = people.platform.platform.queue_depth("UnrelayedRecords").await.unwrap().unwrap();
        assert_eq!(told.total(), 1, "somebody is told, once");
    }
    assert_eq!(report(&people).await["standing"], json!(1));
}

/// The items of a table.
async fn items(people: &People, table: &str) -> Vec<std::collections::HashMap<String, AttributeValue>> {
    let platform = &people.platform.platform;
    let scan = platform.dynamodb().scan().table_name(platform.table(table).unwrap()).consistent_read(true);
    scan.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap()
}

/// Makes a table hold just these items: thrown away, or restored from a backup.
async fn restore(people: &People, table: &str, backup: &[std::collections::HashMap<String, AttributeValue>]) {
    let platform = &people.platform.platform;
    let name = platform.table(table).unwrap();
    for item in items(people, table).await {
        let key = item.into_iter().filter(|(name, _)| name == "pk" || name == "sk").collect();
        platform.dynamodb().delete_item().table_name(name).set_key(Some(key)).send().await.unwrap();
    }
    for item in backup {
        platform.dynamodb().put_item().table_name(name).set_item(Some(item.clone())).send().await.unwrap();
    }
}

async fn busy_week(people: &People) {
    for day in 2..=6 {
        let path = people.book(&hour(day, 14), &people.adam).await;
        people.send("PUT", &format!("{path}/reschedule"), &people.adam, json!({"time": hour(day + 1, 16)})).await;
        if day % 2 == 0 {
            people.call("DELETE", &path, &people.adam).send().await;
        }
        people.book(&hour(day + 22, 14), &people.anna).await;
    }
    people.platform.platform.quiet().await.unwrap();
}

async fn replay(people: &People, payload: Value) -> Result<Value, String> {
    let platform = &people.platform.platform;
    let answer = platform.invoke("replay-events", payload.to_string().as_bytes()).await;
    let answer = answer.map_err(|error| format!("{error}: {:?}", std::error::Error::source(&error)))?;
    platform.quiet().await.unwrap();
    Ok(serde_json::from_slice(&answer).unwrap())
}

#[tokio::test]
async fn a_report_that_was_thrown_away_is_the_same_again_after_a_replay() {
    let people = People::meet().await;
    busy_week(&people).await;
    let before = report(&people).await;
    assert_eq!((&before["standing"], &before["moved"]), (&json!(7), &json!(5)), "{before}");
    restore(&people, "ReportsTable", &[]).await;
    assert_eq!(report(&people).await["standing"], json!(0));
    let done =
        replay(&people, json!({"subscriber": "report-trainings", "from": "2027-03-01T00:00:00Z"})).await.unwrap();
    assert_eq!((&done["sent"], &done["next"]), (&json!(18), &Value::Null), "{done}");
    assert_eq!(report(&people).await, before);
    // Again, with nothing thrown away: nothing is counted twice.
    let again =
        replay(&people, json!({"subscriber": "report-trainings", "from": "2027-03-01T00:00:00Z"})).await.unwrap();
    assert_ne!(again["id"], done["id"]);
    assert_eq!((&again["sent"], report(&people).await), (&json!(18), before));
}

#[tokio::test]
async fn only_who_can_be_built_anew_takes_a_replay_and_all_of_it() {
    let people = People::meet().await;
    busy_week(&people).await;
    let from = "2027-03-01T00:00:00Z";
    let refused = |payload: Value| async { replay(&people, payload).await.unwrap_err() };
    let unknown = refused(json!({"subscriber": "nobody", "from": from})).await;
    assert!(unknown.contains("no subscriber of this context is called nobody; there are: "), "{unknown}");
    let never = refused(json!({"subscriber": "cancel-trainings-of-deactivated-user", "from": from})).await;
    assert!(never.contains("must not be sent old events again"), "{never}");
    let part = json!({"subscriber": "report-trainings", "from": from, "types": ["training.scheduled.v1"]});
    let part = refused(part).await;
    assert!(part.contains("handles events in order and needs all of them"), "{part}");
}

#[tokio::test]
async fn a_report_that_was_restored_from_a_backup_learns_what_happened_since() {
    let mut people = People::meet().await;
    people.book(&hour(1, 14), &people.adam).await;
    people.platform.platform.quiet().await.unwrap();
    // One event is on its way in the moment of the backup.
    people.platform.platform.pause("report-trainings").await.unwrap();
    people.book(&hour(1, 15), &people.adam).await;
    let backup = items(&people, "ReportsTable").await;
    people.platform.platform.resume("report-trainings").unwrap();
    wait(&mut people, 1).await;
    busy_week(&people).await;
    let before = report(&people).await;
    wait(&mut people, 30).await;
    reconcile(&people).await;

    restore(&people, "ReportsTable", &backup).await;
    assert_eq!(counts(&reconcile(&people).await), (0, 0), "by itself nobody looks there again");
    let done = reconcile_with(&people, json!({ "since": A_DAY_BEFORE })).await;
    assert_eq!(counts(&done), (19, 19));
    assert_eq!(report(&people).await, before);
}

#[tokio::test]
async fn a_community_that_was_restored_from_a_backup_learns_who_has_left_since() {
    let mut people = People::meet().await;
    let post = people.post("Who runs on Sunday?", &people.adam).await;
    people.platform.platform.quiet().await.unwrap();
    // The event is on its way in the moment of the backup.
    people.platform.platform.pause("delete-posts-of-deactivated-user").await.unwrap();
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    let backup = items(&people, "CommunityTable").await;
    people.platform.platform.resume("delete-posts-of-deactivated-user").unwrap();
    people.platform.platform.quiet().await.unwrap();
    wait(&mut people, 7).await;
    reconcile(&people).await;
    restore(&people, "CommunityTable", &backup).await;
    assert_eq!(people.get(&post, &people.anna).await.status, 200, "the backup brings it back");
    let done = reconcile_with(&people, json!({ "since": A_DAY_BEFORE })).await;
    assert_eq!(counts(&done), (1, 1), "the other books have all that follows from it");
    assert_eq!(people.get(&post, &people.anna).await.status, 404);
}

#[tokio::test]
async fn workouts_that_were_restored_from_a_backup_have_lost_what_came_after_it() {
    let mut people = People::meet().await;
    people.book(&hour(1, 14), &people.adam).await;
    people.platform.platform.quiet().await.unwrap();
    let (backup, report_then) = (items(&people, "WorkoutsTable").await, report(&people).await);
    wait(&mut people, 1).await;
    busy_week(&people).await;
    restore(&people, "WorkoutsTable", &backup).await;
    people.platform.platform.quiet().await.unwrap();

    // Reports are ahead: they count what is not there any more. They are built anew from what is.
    assert_ne!(report(&people).await, report_then);
    restore(&people, "ReportsTable", &[]).await;
    replay(&people, json!({"subscriber": "report-trainings", "from": "2027-03-01T00:00:00Z"})).await.unwrap();
    assert_eq!(report(&people).await, report_then);
    people.book(&hour(2, 14), &people.anna).await;
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(report(&people).await["standing"], json!(2), "and go on from there");
}
