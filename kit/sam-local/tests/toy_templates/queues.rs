//! Messages of queues.

use serde_json::{Value, json};

use super::{Fixture, Recorder, eventually};

/// A FIFO queue that gives up on a message after three times, and its function.
const FIFO: &str = "
Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
Orders:
  Type: AWS::SQS::Queue
  Properties:
    FifoQueue: true
    VisibilityTimeout: 90
    SqsManagedSseEnabled: true
    RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
Handle:
  Type: AWS::Serverless::Function
  Properties:
    Handler: handle
    Events:
      Orders:
        Type: SQS
        Properties:
          Queue: !GetAtt Orders.Arn
          BatchSize: 10
          FunctionResponseTypes: [ReportBatchItemFailures]
          ScalingConfig: {MaximumConcurrency: 2}";

/// A standard queue, whose function says nothing about single messages.
const STANDARD: &str = "
Work: {Type: AWS::SQS::Queue}
Handle:
  Type: AWS::Serverless::Function
  Properties:
    Handler: handle
    Events:
      Work: {Type: SQS, Properties: {Queue: !GetAtt Work.Arn, BatchSize: 2}}";

fn failed(ids: &[&str]) -> Value {
    let failures: Vec<_> = ids.iter().map(|id| json!({"itemIdentifier": id})).collect();
    json!({"batchItemFailures": failures})
}

#[tokio::test]
async fn a_message_arrives_in_the_shape_that_lambda_gives_it() {
    let function = Recorder::new();
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    fixture.send("Orders", &["tom:hello"]).await;
    fixture.quiet().await;

    let record = function.payloads()[0]["Records"][0].clone();
    for (part, value) in [
        ("body", "hello"),
        ("md5OfBody", "5d41402abc4b2a76b9719d911017c592"),
        ("eventSource", "aws:sqs"),
        ("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:Orders.fifo"),
        ("awsRegion", "us-east-1"),
    ] {
        assert_eq!(record[part], value, "{record}");
    }
    assert_eq!(record["messageAttributes"], json!({}));
    assert!(record["messageId"].is_string() && record["receiptHandle"].is_string(), "{record}");
    let attributes = &record["attributes"];
    assert_eq!(attributes["MessageGroupId"], "tom");
    assert_eq!(attributes["MessageDeduplicationId"], "tom:hello");
    assert_eq!(attributes["ApproximateReceiveCount"], "1");
    assert!(attributes["SequenceNumber"].is_string() && attributes["SentTimestamp"].is_string(), "{record}");
}

#[tokio::test]
async fn a_group_is_handled_in_its_order() {
    let function = Recorder::new();
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    fixture.send("Orders", &["tom:1", "tom:2", "ann:1", "tom:3"]).await;
    fixture.quiet().await;
    let of_tom = |record: &&Value| record["attributes"]["MessageGroupId"] == "tom";
    let payloads = function.payloads();
    let records = payloads.iter().flat_map(|payload| payload["Records"].as_array().unwrap());
    let bodies: Vec<_> = records.filter(of_tom).map(|record| record["body"].clone()).collect();
    assert_eq!(bodies, ["1", "2", "3"]);
}

#[tokio::test]
async fn only_the_failed_messages_of_a_batch_come_again() {
    let function = Recorder::new().answers_with(|payload| {
        let records = payload["Records"].as_array().unwrap();
        let bad = records.iter().find(|record| record["body"] == "bad").unwrap();
        failed(&[bad["messageId"].as_str().unwrap()])
    });
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    // What is sent during a pause comes together.
    fixture.platform.pause("handle").await.unwrap();
    fixture.send("Orders", &["a:good", "b:bad"]).await;
    fixture.platform.resume("handle").unwrap();
    fixture.quiet().await;
    assert_eq!(function.bodies(), [vec!["good", "bad"], vec!["bad"]]);
    let counts = function.batches(|record| &record["attributes"]["ApproximateReceiveCount"]);
    assert_eq!(counts, [vec!["1", "1"], vec!["2"]]);
}

#[tokio::test]
async fn a_message_that_always_fails_ends_in_the_dead_letter_queue_and_its_group_goes_on() {
    let function = Recorder::new().fails().fails().fails();
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    fixture.send("Orders", &["tom:bad", "tom:good"]).await;
    fixture.quiet().await;
    assert_eq!(function.bodies(), [["bad"], ["bad"], ["bad"], ["good"]]);
    assert_eq!(fixture.receive("Dead").await, ["bad"]);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_brings_the_whole_batch_again() {
    let function = Recorder::new().answers(failed(&[""])).answers(json!("done"));
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    fixture.send("Orders", &["tom:1"]).await;
    fixture.quiet().await;
    assert_eq!(function.bodies(), [["1"], ["1"], ["1"]]);
    assert_eq!(fixture.depth("Dead").await, 0);
}

#[tokio::test]
async fn a_function_that_reports_nothing_is_taken_at_its_result() {
    let function = Recorder::new().fails().answers(failed(&["anything"]));
    let fixture = Fixture::start(STANDARD, &[("handle", &function)]).await;
    fixture.send("Work", &["1"]).await;
    fixture.quiet().await;
    assert_eq!(function.bodies(), [["1"], ["1"]]);
}

#[tokio::test]
async fn a_batch_is_at_most_as_large_as_the_template_says() {
    let function = Recorder::new();
    let fixture = Fixture::start(STANDARD, &[("handle", &function)]).await;
    fixture.platform.pause("handle").await.unwrap();
    fixture.send("Work", &["1", "2", "3", "4", "5"]).await;
    fixture.platform.resume("handle").unwrap();
    fixture.quiet().await;
    let batches = function.bodies();
    assert!(batches.iter().all(|batch| batch.len() <= 2), "{batches:?}");
    assert_eq!(batches.concat().len(), 5);
}

#[tokio::test]
async fn no_more_invocations_are_under_way_than_the_template_allows() {
    let function = Recorder::held_up();
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    fixture.send("Orders", &["a:1"]).await;
    function.invoked(1).await;
    fixture.send("Orders", &["b:2"]).await;
    function.invoked(2).await;
    fixture.send("Orders", &["c:3", "d:4"]).await;
    eventually("two messages to wait", async || {
        fixture.platform.queue_depth("Orders").await.unwrap().unwrap().waiting == 2
    })
    .await;
    assert_eq!(function.payloads().len(), 2);
    function.let_go();
    fixture.quiet().await;
    assert_eq!(function.bodies().concat().len(), 4);
}

#[tokio::test]
async fn a_stop_waits_for_the_messages_under_way() {
    let function = Recorder::held_up();
    let fixture = Fixture::start(FIFO, &[("handle", &function)]).await;
    fixture.send("Orders", &["a:1"]).await;
    function.invoked(1).await;
    let stop = tokio::spawn(fixture.platform.stop());
    tokio::task::yield_now().await;
    assert!(!stop.is_finished());
    function.let_go();
    stop.await.unwrap();
}
