//! What subscribers do with what queues deliver: twice, out of order, or nonsense.

use serde_json::{Value, json};

use crate::support::TestPlatform;

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
    let message = |(number, body): (usize, &String)| {
        json!({
            "messageId": format!("m{number}"), "receiptHandle": "r", "body": body, "md5OfBody": "", "messageAttributes": {},
            "attributes": {
                "ApproximateReceiveCount": "1", "MessageGroupId": TRAINING, "MessageDeduplicationId": format!("d{number}"),
                "SentTimestamp": "0", "SequenceNumber": "1", "SenderId": "x", "ApproximateFirstReceiveTimestamp": "0",
            },
            "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:q.fifo", "awsRegion": "us-east-1",
        })
    };
    let batch = json!({ "Records": bodies.iter().enumerate().map(message).collect::<Vec<_>>() });
    let answer = platform.platform.invoke("report-trainings", batch.to_string().as_bytes()).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().unwrap().to_owned()).collect()
}

async fn month(platform: &TestPlatform) -> (i64, i64) {
    let trainer = platform.sign_in(local::seed::TRAINER).await;
    let month = platform.call("GET", "/api/trainer/report?month=2027-03").token(&trainer).send().await.json();
    (month["standing"].as_i64().unwrap(), month["canceledByTrainer"].as_i64().unwrap())
}

#[tokio::test]
async fn an_event_that_comes_too_early_waits_for_its_predecessor_and_its_group_behind_it() {
    let platform = TestPlatform::seeded().await;
    let (first, second) = (scheduled().to_string(), canceled().to_string());
    assert_eq!(deliver(&platform, &[second.clone(), first.clone()]).await, ["m0", "m1"]);
    assert_eq!(month(&platform).await, (0, 0));
    assert_eq!(deliver(&platform, &[first, second]).await, Vec::<String>::new());
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
    let queues = platform.call("GET", "/local/queues").send().await.json();
    assert!(queues.to_string().contains("ReportTrainingsDeadLetters"), "{queues}");
}
