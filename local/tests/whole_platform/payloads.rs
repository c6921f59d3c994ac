//! Every payload of events/ is what its function takes, and is answered as events/README.md says.

use std::{collections::BTreeSet, fs, path::PathBuf};

use domain::{
    Limit,
    community::{Body, PostedBy, Title, commands::PublishPost},
    trainer::{HourStart, TrainerId},
    trainings::{
        Actor, Attendee, Notes, TrainingKey,
        commands::{RequestTrainingReschedule, ScheduleTraining},
    },
    users::{DisplayName, UserId, commands::RegisterAttendee, queries::Users},
};
use futures_util::{StreamExt, stream};
use local::deployment::USER_POOL_ID;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::{
    club::Club,
    support::{Api, project_template},
};

const TRAINER: Uuid = uuid!("16fd2706-8baf-433b-82eb-8c7fada847da");
const MARY: Uuid = uuid!("7c9e6679-7425-40de-944b-e07fc1f90ae7");
const TRAINING: Uuid = uuid!("018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f");
const POST: Uuid = uuid!("018f2d0c-9c00-7a11-8e22-3c44d5e66f77");

/// The world that the payloads are written for.
async fn world() -> Club {
    let club = Club::of(TRAINER.into()).await;
    // Only what the payloads say happens in it.
    club.platform.pause("relay-messages").await.unwrap();
    let hours = (12..=20).map(|hour| at(&format!("2026-12-03T{hour}:00:00Z")));
    club.make_available(hours).await;
    let name = DisplayName::new("Mary Attendee").unwrap();
    let mary = Attendee { id: MARY.into(), name: Some(name.clone()) };
    club.act(&RegisterAttendee { attendee: mary.id, name }).await.unwrap();
    club.grant(mary.id, 21).await;
    let key = TrainingKey { trainer: TrainerId::from(TRAINER), training: TRAINING.into() };
    let notes = Notes::new("first time").unwrap();
    club.act(&ScheduleTraining { key, attendee: mary, time: at("2026-12-03T14:00:00Z"), notes }).await.unwrap();
    let time = at("2026-12-03T16:00:00Z");
    club.act(&RequestTrainingReschedule { key, time, notes: None, by: Actor::Trainer }).await.unwrap();
    let author = PostedBy { id: UserId::from(MARY).into(), name: DisplayName::new("Mary Attendee").unwrap() };
    let (title, body) = (Title::new("Hello").unwrap(), Body::new("I am new here.").unwrap());
    club.act(&PublishPost { post: POST.into(), author, title, body }).await.unwrap();
    club.put_items(include_str!("fixtures/commands.jsonl")).await;
    club
}

fn at(time: &str) -> HourStart {
    HourStart::new(time.parse().unwrap()).unwrap()
}

fn payloads() -> Vec<PathBuf> {
    let folder = project_template().with_file_name("events");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect()
}

/// `schedule-training.hour-not-available` is a case of `schedule-training`.
fn name_of(file: &std::path::Path) -> (String, Option<String>) {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    match stem.split_once('.') {
        Some((function, case)) => (function.to_owned(), Some(case.to_owned())),
        None => (stem.to_owned(), None),
    }
}

#[test]
fn every_function_has_a_payload_and_every_payload_a_function() {
    let functions: BTreeSet<_> = functions::ALL.iter().map(|function| function.name.to_owned()).collect();
    let plain: BTreeSet<_> =
        payloads().iter().map(|file| name_of(file)).filter(|(_, case)| case.is_none()).map(|(name, _)| name).collect();
    assert_eq!(plain, functions);
    let all: BTreeSet<_> = payloads().iter().map(|file| name_of(file).0).collect();
    assert_eq!(all, functions);
}

#[tokio::test]
async fn every_payload_is_answered_as_its_name_says() {
    // Each in a world of its own, and not all at once: a platform that starts among dozens of others on one
    // thread waits too long for its tables.
    let files = stream::iter(payloads());
    files
        .for_each_concurrent(4, |file| async move {
            let (function, case) = name_of(&file);
            let payload = fs::read_to_string(&file).unwrap();
            let club = world().await;
            let payload = if function == "register-attendee" { of_this_pool(&club, &payload).await } else { payload };
            let answer = club.platform.invoke(&function, payload.as_bytes()).await.unwrap();
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            check(&function, case.as_deref(), &serde_json::from_str(&payload).unwrap(), &answer);
        })
        .await;
}

/// The sign-up of a payload, as of the platform's own pool and of a user that this pool has: Cognito
/// puts nobody else into a group.
async fn of_this_pool(club: &Club, payload: &str) -> String {
    let mut event: Value = serde_json::from_str(payload).unwrap();
    let user = json!({"email": "newcomer@example.com", "password": "wild-workouts", "name": "Nina Newcomer"});
    let api = Api::new(club.platform.url());
    assert_eq!(api.call("POST", "/local/sign-up").json(&user).send().await.status, 204);
    let users = Users { after: None, limit: Limit::default() }.ask(&club.workouts).await.unwrap();
    let newcomer = users.entries.iter().find(|user| user.name.as_str() == "Nina Newcomer").unwrap();
    event["userPoolId"] = json!(USER_POOL_ID);
    event["userName"] = json!(newcomer.id);
    event["request"]["userAttributes"]["sub"] = json!(newcomer.id);
    event.to_string()
}

fn check(function: &str, case: Option<&str>, payload: &Value, answer: &Value) {
    if function == "register-attendee" {
        assert_eq!(answer, payload, "Cognito gets its event back");
        return;
    }
    if function == "reconcile-messages" {
        // The world has just been made: nothing is old enough to count as lost.
        assert_eq!((&answer["workouts"]["missing"], &answer["community"]["missing"]), (&json!(0), &json!(0)));
        return;
    }
    if function == "replay-events" {
        assert_eq!((&answer["sent"], &answer["next"]), (&json!(2), &Value::Null), "scheduled, and proposed to move");
        return;
    }
    if answer.get("statusCode").is_none() {
        assert_eq!(*answer, json!({ "batchItemFailures": [] }), "{function}");
        return;
    }
    let body = answer["body"].as_str().filter(|body| !body.is_empty());
    let body: Value = body.map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
    let status = answer["statusCode"].as_u64().unwrap();
    let told = |value: &Value| value.to_string();
    match (function, case) {
        (_, Some("put-off")) => {
            let location = answer["headers"]["location"].as_str().unwrap();
            assert_eq!((status, location.starts_with("/api/commands/")), (202, true), "{}", told(answer));
        }
        ("command", _) => assert_eq!(body, json!({"status": "accepted", "contentLocation": null, "problem": null})),
        (_, Some(slug)) if slug != "open-proposals" => {
            assert_eq!((&body["slug"], &body["status"]), (&json!(slug), &json!(status)), "{function}.{slug}: {answer}");
        }
        ("training", _) => assert_eq!(
            body,
            json!({
                "uuid": TRAINING, "userUuid": MARY, "user": "Mary Attendee", "time": "2026-12-03T14:00:00Z",
                "notes": "first time", "status": "scheduled", "canBeCancelled": true, "moveRequiresAccept": false,
                "proposedTime": "2026-12-03T16:00:00Z", "moveProposedBy": "trainer",
            })
        ),
        ("trainings", _) => {
            assert_eq!(
                (&body["trainings"][0]["uuid"], &body["nextCursor"]),
                (&json!(TRAINING), &Value::Null),
                "{}",
                told(answer)
            );
            assert_eq!(body["trainings"].as_array().unwrap().len(), 1);
        }
        ("hour-availability", _) => {
            assert_eq!(body, json!({"hour": "2026-12-03T13:00:00Z", "available": true, "hasTrainingScheduled": false}));
        }
        ("available-hours", _) => {
            let day = body.as_array().unwrap().iter().find(|day| day["date"] == json!("2026-12-03")).unwrap();
            assert_eq!((&day["hasFreeHours"], day["hours"].as_array().unwrap().len()), (&json!(true), 9));
        }
        ("current-user", _) => {
            assert_eq!((&body["uuid"], &body["balance"]), (&json!(MARY), &json!(20)), "{}", told(answer));
        }
        ("post", _) => assert_eq!(body, hello()),
        ("posts", _) => assert_eq!(body, json!({"posts": [hello()], "nextCursor": null})),
        // Nothing has been relayed in this world yet.
        ("monthly-report", _) => {
            assert_eq!((&body["month"], &body["standing"]), (&json!("2026-12"), &json!(0)));
        }
        ("users", _) => {
            assert_eq!(body["users"], json!([{"uuid": MARY, "displayName": "Mary Attendee", "balance": 20}]));
        }
        ("credits-statement", _) => {
            assert_eq!((&body["entries"][0]["type"], &body["entries"][0]["balance"]), (&json!("spent"), &json!(20)));
            assert_eq!((&body["entries"][1]["type"], &body["entries"][1]["balance"]), (&json!("granted"), &json!(21)));
        }
        _ => {
            assert_eq!((status, &body), (204, &Value::Null), "{function}: {}", told(answer));
            let location = answer["headers"]["content-location"].as_str();
            let starts = ["publish-post", "schedule-training"].contains(&function);
            assert_eq!(location.is_some(), starts, "{function}: {}", told(answer));
        }
    }
}

/// Mary's post as the API tells it.
fn hello() -> Value {
    json!({
        "uuid": POST, "userUuid": MARY, "user": "Mary Attendee", "title": "Hello", "body": "I am new here.",
        "time": "2026-12-01T10:30:00Z",
    })
}
