//! What subscribers do with what queues deliver: twice, out of order, or nonsense.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use kit_dynamodb::{EVENTS, MessageId};
use local::seed;
use serde_json::{Value, json};
use uuid::Uuid;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::support::{Fault, MONDAY_MORNING, TestPlatform, Wire, first};

const TRAINER: &str = "16fd2706-8baf-433b-82eb-8c7fada847da";
const TRAINING: &str = "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f";
const ATTENDEE: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

fn event(version: u64, kind: &str, data: &Value) -> Value {
    let mut all = json!({"training": TRAINING, "trainer": TRAINER, "attendee": ATTENDEE});
    all.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
    json!({
        "specversion": "1.0", "id": uuid::Uuid::now_v7(), "source": "/workouts/trainings", "type": kind, "subject": TRAINING,
        "time": "2027-03-01T09:30:00Z", "datacontenttype": "application/json", "sequence": format!("{version:010}.000"),
        "commitsize": 1, "correlationid": "test", "causationid": "test", "data": all,
    })
}

fn scheduled() -> Value {
    event(1, "training.scheduled.v1", &json!({"time": "2027-03-03T14:00:00Z"}))
}

fn canceled() -> Value {
    event(2, "training.canceled.v1", &json!({"time": "2027-03-03T14:00:00Z", "by": "trainer", "late": false}))
}

/// A batch as SQS delivers it, and which of its messages went back to the queue.
async fn deliver(platform: &TestPlatform, bodies: &[String]) -> Vec<String> {
    deliver_for_the(1, platform, bodies).await
}

/// The same for the nth time.
async fn deliver_for_the(nth: u32, platform: &TestPlatform, bodies: &[String]) -> Vec<String> {
    deliver_to("report-trainings", nth, platform, bodies).await
}

/// The same to any subscriber.
async fn deliver_to(subscriber: &str, nth: u32, platform: &TestPlatform, bodies: &[String]) -> Vec<String> {
    let message = |(number, body): (usize, &String)| {
        json!({
            "messageId": format!("m{number}"), "receiptHandle": "r", "body": body, "md5OfBody": "", "messageAttributes": {},
            "attributes": {
                "ApproximateReceiveCount": nth.to_string(), "MessageGroupId": TRAINING, "MessageDeduplicationId": format!("d{number}"),
                "SentTimestamp": "0", "SequenceNumber": "1", "SenderId": "x", "ApproximateFirstReceiveTimestamp": "0",
            },
            "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:q.fifo", "awsRegion": "us-east-1",
        })
    };
    let batch = json!({ "Records": bodies.iter().enumerate().map(message).collect::<Vec<_>>() });
    let answer = platform.platform.invoke(subscriber, batch.to_string().as_bytes()).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned()).collect()
}

async fn month(platform: &TestPlatform) -> (i64, i64) {
    let trainer = platform.sign_in(local::seed::TRAINER).await;
    let month = platform.call("GET", "/api/trainer/report?month=2027-03").token(&trainer).send().await.json();
    (month["standing"].as_i64().unwrap(), month["canceledByTrainer"].as_i64().unwrap())
}

/// Sends an event to the report's own queue, behind those that are there.
async fn send(platform: &TestPlatform, event: &Value) {
    let platform = &platform.platform;
    let send = platform.sqs().send_message().queue_url(platform.queue_url("ReportTrainingsQueue").unwrap());
    let send = send.message_group_id(TRAINING).message_deduplication_id(event["id"].as_str().unwrap());
    send.message_body(event.to_string()).send().await.unwrap();
}

#[tokio::test]
async fn of_one_batch_an_event_that_comes_too_early_is_taken_after_its_predecessor() {
    let platform = TestPlatform::seeded().await;
    let (first, second) = (scheduled().to_string(), canceled().to_string());
    assert_eq!(deliver(&platform, &[second.clone(), first]).await, Vec::<String>::new());
    assert_eq!(month(&platform).await, (0, 1));
}

#[tokio::test]
async fn an_event_without_its_predecessor_goes_back() {
    let platform = TestPlatform::seeded().await;
    assert_eq!(deliver(&platform, &[canceled().to_string()]).await, ["m0"]);
    assert_eq!(month(&platform).await, (0, 0));
}

/// As after dead letters have been sent back: the queue hands out the later event first, and the earlier
/// one not at all before that is settled.
#[tokio::test]
async fn an_event_that_stands_before_its_predecessor_in_the_queue_lets_it_go_first() {
    let platform = TestPlatform::seeded().await;
    platform.platform.pause("report-trainings").await.unwrap();
    send(&platform, &canceled()).await;
    send(&platform, &scheduled()).await;
    platform.platform.resume("report-trainings").unwrap();
    platform.platform.quiet().await.unwrap();
    assert_eq!(month(&platform).await, (0, 1));
}

#[tokio::test]
async fn an_event_that_comes_again_is_counted_once() {
    let platform = TestPlatform::seeded().await;
    let first = scheduled().to_string();
    for _ in 0..3 {
        assert_eq!(deliver(&platform, &[first.clone(), first.clone()]).await, Vec::<String>::new());
        assert_eq!(month(&platform).await, (1, 0));
    }
}

#[tokio::test]
async fn what_can_never_be_taken_is_parked_with_the_reason_and_holds_nobody_up() {
    let platform = TestPlatform::seeded().await;
    let nonsense = "{\"type\": \"training.scheduled.v1\"}".to_owned();
    assert_eq!(deliver(&platform, &[nonsense, scheduled().to_string()]).await, Vec::<String>::new());
    assert_eq!(month(&platform).await, (1, 0));
    let (sqs, queue) = (platform.platform.sqs(), platform.platform.queue_url("ReportTrainingsDeadLetters").unwrap());
    let parked = sqs.receive_message().queue_url(queue).message_attribute_names("All").send().await.unwrap();
    let [parked] = parked.messages() else { panic!("one message is parked, not {parked:?}") };
    let reason = parked.message_attributes().unwrap()["reason"].string_value().unwrap();
    assert!(reason.starts_with("not an event: missing field"), "{reason}");
}

#[tokio::test]
async fn a_panic_costs_its_own_message_only_and_when_it_comes_again_and_again_parks_it() {
    let panics = Arc::new(AtomicBool::new(false));
    let is_panicking = Arc::clone(&panics);
    let wire = Wire::broken(move |_| {
        assert!(!is_panicking.swap(false, Ordering::SeqCst), "a panic that this test wants");
        Fault::None
    });
    let platform = TestPlatform::setup().seeded().wire(&wire).start().await;
    let other = scheduled().to_string().replace(TRAINING, "018f2d0c-7b1a-7cc0-98c4-dc0c0c073990");
    panics.store(true, Ordering::SeqCst);
    // Both are of one group here, so the second waits behind the first.
    assert_eq!(deliver(&platform, &[scheduled().to_string(), other.clone()]).await, ["m0", "m1"]);
    assert_eq!(month(&platform).await, (0, 0));
    panics.store(true, Ordering::SeqCst);
    assert_eq!(deliver_for_the(5, &platform, &[scheduled().to_string(), other]).await, Vec::<String>::new());
    assert_eq!(month(&platform).await, (1, 0), "the first is parked, the second counted");
}

/// Adam's closing of his account, as its subscribers are told it.
fn deactivated(user: &str) -> Value {
    json!({
        "specversion": "1.0", "id": Uuid::now_v7(), "source": "/workouts/users", "type": "user.deactivated.v1", "subject": user,
        "time": MONDAY_MORNING, "datacontenttype": "application/json", "sequence": "0000000002.000", "commitsize": 1,
        "correlationid": "test", "causationid": "test", "data": {"user": user},
    })
}

/// A platform on which Adam has booked so many hours, his token and his id.
async fn with_trainings(number: u64) -> (TestPlatform, String, String) {
    let platform = TestPlatform::seeded().await;
    let (trainer, adam) = (platform.sign_in(seed::TRAINER).await, platform.sign_in(seed::ATTENDEES[0]).await);
    let uuid = platform.call("GET", "/api/users/current").token(&adam).send().await.json()["uuid"].clone();
    let uuid = uuid.as_str().unwrap().to_owned();
    let gift = json!({"amount": 100, "reason": "gift"});
    platform.call("POST", &format!("/api/users/{uuid}/credits")).token(&trainer).json(&gift).send().await;
    for training in 0..number {
        let time = format!("2027-03-{:02}T{}:00:00Z", 2 + training / 9, 12 + training % 9);
        let booking =
            platform.call("POST", "/api/trainings").token(&adam).json(&json!({"time": time, "notes": "knee"}));
        assert_eq!(booking.send().await.status, 204);
    }
    (platform, adam, uuid)
}

async fn trainings_left(platform: &TestPlatform, token: &str) -> usize {
    let (mut left, mut cursor) = (0, String::new());
    loop {
        let page = platform.call("GET", &format!("/api/trainings?limit=100{cursor}")).token(token).send().await.json();
        left += page["trainings"].as_array().unwrap().len();
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return left,
        }
    }
}

/// What the inbox says of an event and one of its subscribers.
async fn noted(platform: &TestPlatform, event: &Value, subscriber: &str) -> Option<HashMap<String, AttributeValue>> {
    let platform = &platform.platform;
    let event = Uuid::parse_str(event["id"].as_str().unwrap()).unwrap();
    let key = format!("INBOX#{}", MessageId::of_event(event, subscriber));
    let table = if subscriber.starts_with("delete-posts") { "CommunityTable" } else { "WorkoutsTable" };
    let get = platform.dynamodb().get_item().table_name(platform.table(table).unwrap());
    let get = get.key("pk", AttributeValue::S(key)).key("sk", AttributeValue::S("RECORD".into()));
    get.consistent_read(true).send().await.unwrap().item
}

async fn items(platform: &TestPlatform) -> Vec<String> {
    let platform = &platform.platform;
    let scan = platform.dynamodb().scan().table_name(platform.table("WorkoutsTable").unwrap());
    let items = scan.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    let in_order = |item: HashMap<String, AttributeValue>| {
        let item: Value = serde_dynamo::from_item(item).unwrap();
        item.to_string()
    };
    let mut items: Vec<_> = items.into_iter().map(in_order).collect();
    items.sort();
    items
}

#[tokio::test]
async fn what_is_more_than_one_delivery_should_take_is_gone_on_with_by_the_same_message() {
    let subscriber = "cancel-trainings-of-deactivated-user";
    let (platform, adam, uuid) = with_trainings(110).await;
    platform.platform.pause(subscriber).await.unwrap();
    let event = deactivated(&uuid);

    assert_eq!(deliver_to(subscriber, 1, &platform, &[event.to_string()]).await, Vec::<String>::new());
    assert_eq!(trainings_left(&platform, &adam).await, 10, "four pages of 25 are canceled");
    let waiting = platform.platform.queue_depth("CancelTrainingsOfDeactivatedUserQueue").await.unwrap().unwrap();
    assert_eq!(waiting.waiting, 1, "the message is in its queue again");
    assert_eq!(noted(&platform, &event, subscriber).await, None, "it has not had all its effects");

    platform.platform.resume(subscriber).unwrap();
    platform.platform.quiet().await.unwrap();
    assert_eq!(trainings_left(&platform, &adam).await, 0);
    let record = noted(&platform, &event, subscriber).await.unwrap();
    let until = MONDAY_MORNING.parse::<Timestamp>().unwrap() + EVENTS;
    assert_eq!(record["expiresAt"].as_n().unwrap(), &until.as_second().to_string());
}

#[tokio::test]
async fn posts_are_deleted_in_pages_of_thirty_in_three_round_trips_each() {
    let wire = Wire::sound();
    let platform = TestPlatform::setup().seeded().wire(&wire).start().await;
    let adam = platform.sign_in(seed::ATTENDEES[0]).await;
    let uuid = platform.call("GET", "/api/users/current").token(&adam).send().await.json()["uuid"].clone();
    for number in 0..40 {
        let post = json!({"title": format!("Number {number}"), "body": "That is all."});
        assert_eq!(platform.call("POST", "/api/posts").token(&adam).json(&post).send().await.status, 204);
    }
    platform.platform.quiet().await.unwrap();
    platform.platform.pause("relay-messages").await.unwrap();
    let (subscriber, event) = ("delete-posts-of-deactivated-user", deactivated(uuid.as_str().unwrap()));

    wire.clear();
    assert_eq!(deliver_to(subscriber, 1, &platform, &[event.to_string()]).await, Vec::<String>::new());
    let close = ["BatchGetItem", "TransactWriteItems"];
    let page = ["Query", "BatchGetItem", "TransactWriteItems"];
    let done = ["Query", "PutItem"];
    assert_eq!(wire.calls(), [&close[..], &page, &page, &done].concat());
    assert!(noted(&platform, &event, subscriber).await.is_some());

    wire.clear();
    assert_eq!(deliver_to(subscriber, 2, &platform, &[event.to_string()]).await, Vec::<String>::new());
    assert_eq!(wire.calls(), ["BatchGetItem", "Query", "PutItem"], "again there is nothing to do");
}

/// What is interrupted anywhere is taken up again, and done once.
#[tokio::test]
async fn posts_are_deleted_once_whatever_answer_is_lost() {
    for lost in 1..=8 {
        let calls = Arc::new(AtomicUsize::new(usize::MAX / 2));
        let counted = Arc::clone(&calls);
        let wire = Wire::broken(move |_| match counted.fetch_sub(1, Ordering::SeqCst) {
            1 => Fault::LostAnswer,
            _ => Fault::None,
        });
        let platform = TestPlatform::setup().seeded().wire(&wire).start().await;
        let adam = platform.sign_in(seed::ATTENDEES[0]).await;
        let uuid = platform.call("GET", "/api/users/current").token(&adam).send().await.json()["uuid"].clone();
        for number in 0..31 {
            let post = json!({"title": format!("Number {number}"), "body": "That is all."});
            assert_eq!(platform.call("POST", "/api/posts").token(&adam).json(&post).send().await.status, 204);
        }
        platform.platform.quiet().await.unwrap();
        platform.platform.pause("relay-messages").await.unwrap();
        calls.store(lost, Ordering::SeqCst);
        let event = deactivated(uuid.as_str().unwrap()).to_string();
        assert_eq!(
            deliver_to("delete-posts-of-deactivated-user", 1, &platform, &[event]).await,
            Vec::<String>::new(),
            "the SDK sends again what was lost"
        );
        let platform = &platform.platform;
        let scan = platform.dynamodb().scan().table_name(platform.table("CommunityTable").unwrap());
        let items = scan.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
        let text = format!("{items:?}");
        assert!(!text.contains("Number"), "call {lost}");
        assert_eq!(text.matches("post.deleted.v1").count(), 31, "call {lost}");
    }
}

#[tokio::test]
async fn an_event_that_comes_again_after_all_its_effects_has_none() {
    let (platform, _, uuid) = with_trainings(3).await;
    let event = deactivated(&uuid);
    for subscriber in ["cancel-trainings-of-deactivated-user", "clear-names-of-deactivated-user"] {
        assert_eq!(deliver_to(subscriber, 1, &platform, &[event.to_string()]).await, Vec::<String>::new());
        assert!(noted(&platform, &event, subscriber).await.is_some(), "{subscriber}");
        platform.platform.quiet().await.unwrap();
        let before = items(&platform).await;
        for nth in 1..=2 {
            assert_eq!(deliver_to(subscriber, nth, &platform, &[event.to_string()]).await, Vec::<String>::new());
        }
        assert_eq!(items(&platform).await, before, "{subscriber}");
    }
}

fn record(place: u64, image: &Value) -> Value {
    json!({
        "eventID": format!("e{place}"), "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1", "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s",
        "dynamodb": {
            "ApproximateCreationDateTime": 1.0, "Keys": {"pk": {"S": "p"}, "sk": {"S": "COMMIT#0000000001"}},
            "NewImage": image, "SequenceNumber": place.to_string(), "SizeBytes": 1, "StreamViewType": "NEW_IMAGE",
        },
    })
}

fn commit_of(event: &Value) -> Value {
    let value: aws_sdk_dynamodb::types::AttributeValue = serde_dynamo::to_attribute_value(event).unwrap();
    json!({ "events": {"L": [as_json(&value)]} })
}

/// An attribute as the stream writes it.
fn as_json(value: &aws_sdk_dynamodb::types::AttributeValue) -> Value {
    use aws_sdk_dynamodb::types::AttributeValue;
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(is) => json!({ "BOOL": is }),
        AttributeValue::M(map) => {
            json!({ "M": map.iter().map(|(name, value)| (name.clone(), as_json(value))).collect::<serde_json::Map<_, _>>() })
        }
        other => panic!("events have no {other:?}"),
    }
}

async fn relay(platform: &TestPlatform, records: &[Value]) -> Value {
    let stream = json!({ "Records": records });
    let answer = platform.platform.invoke("relay-messages", stream.to_string().as_bytes()).await.unwrap();
    serde_json::from_slice(&answer).unwrap()
}

#[tokio::test]
async fn a_note_that_meets_a_transaction_is_written_later() {
    let wire = Wire::broken(first(1, "PutItem", Fault::TransactionConflict));
    let platform = TestPlatform::setup().seeded().wire(&wire).start().await;
    let adam = platform.sign_in(seed::ATTENDEES[0]).await;
    platform.call("DELETE", "/api/users/current").token(&adam).send().await;
    platform.platform.quiet().await.unwrap();
    for queue in ["CancelTrainingsOfDeactivatedUserDeadLetters", "ClearNamesOfDeactivatedUserDeadLetters"] {
        assert_eq!(platform.platform.queue_depth(queue).await.unwrap().unwrap().waiting, 0, "{queue}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_to_the_stream_by_the_first_record_that_it_came_from() {
    let nowhere = Arc::new(|config: aws_sdk_sqs::config::Builder| config.endpoint_url("http://127.0.0.1:1"));
    let platform = TestPlatform::setup().sqs(nowhere).start().await;
    let not_subscribed = json!({ "events": {"L": []} });
    let records = [record(7, &not_subscribed), record(8, &commit_of(&scheduled())), record(9, &commit_of(&canceled()))];
    assert_eq!(relay(&platform, &records).await, json!({ "batchItemFailures": [{"itemIdentifier": "8"}] }));
}

#[tokio::test]
async fn a_commit_that_cannot_be_read_is_signaled_and_holds_nobody_up() {
    let platform = TestPlatform::seeded().await;
    let unreadable = json!({ "events": {"L": [{"M": {"id": {"S": "x"}}}]} });
    let records = [record(7, &unreadable), record(8, &commit_of(&scheduled()))];
    assert_eq!(relay(&platform, &records).await, json!({ "batchItemFailures": [] }));
    platform.platform.quiet().await.unwrap();
    assert_eq!(month(&platform).await, (1, 0));
    assert_eq!(platform.platform.queue_depth("UnrelayedRecords").await.unwrap().unwrap().waiting, 1);
}
