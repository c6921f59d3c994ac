//! Pausing, resuming, and knowing when all is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kit_sam_local::{Around, Data, NoEventSource};

use super::{Fixture, Recorder};
use crate::support::Folder;

/// A table whose records go to one function, and a queue whose messages go to another.
const PIPELINE: &str = "
Events: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
Table:
  Type: AWS::DynamoDB::Table
  Properties:
    KeySchema: [{AttributeName: pk, KeyType: HASH}, {AttributeName: sk, KeyType: RANGE}]
    AttributeDefinitions: [{AttributeName: pk, AttributeType: S}, {AttributeName: sk, AttributeType: S}]
    StreamSpecification: {StreamViewType: NEW_IMAGE}
Relay:
  Type: AWS::Serverless::Function
  Properties:
    Handler: relay
    Events:
      Table:
        Type: DynamoDB
        Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: TRIM_HORIZON, MaximumRetryAttempts: -1}
Subscribe:
  Type: AWS::Serverless::Function
  Properties:
    Handler: subscribe
    Events:
      Events: {Type: SQS, Properties: {Queue: !GetAtt Events.Arn}}";

#[tokio::test]
async fn what_comes_while_a_function_is_paused_waits_for_it() {
    let (relay, subscribe) = (Recorder::new(), Recorder::new());
    let fixture = Fixture::start(PIPELINE, &[("relay", &relay), ("subscribe", &subscribe)]).await;
    for function in ["relay", "subscribe"] {
        fixture.platform.pause(function).await.unwrap();
    }
    fixture.put(&["a"]).await;
    fixture.send("Events", &["tom:1"]).await;
    // Paused ones do not count.
    fixture.quiet().await;
    assert!(relay.payloads().is_empty() && subscribe.payloads().is_empty());

    for function in ["relay", "subscribe"] {
        fixture.platform.resume(function).unwrap();
    }
    fixture.quiet().await;
    assert_eq!((relay.payloads().len(), subscribe.payloads().len()), (1, 1));
}

#[tokio::test]
async fn only_what_an_event_source_invokes_can_be_paused() {
    let fixture = Fixture::start(PIPELINE, &[("relay", &Recorder::new()), ("subscribe", &Recorder::new())]).await;
    let error: NoEventSource = fixture.platform.pause("Nobody").await.unwrap_err();
    assert_eq!(error.to_string(), "no queue, stream or schedule invokes Nobody");
}

#[tokio::test]
async fn a_test_may_lose_the_result_of_an_invocation_and_deliver_again() {
    let subscribe = Recorder::new();
    let lost = Arc::new(AtomicBool::new(false));
    let around: Around = Arc::new({
        let lost = Arc::clone(&lost);
        move |invocation, function| {
            let is_first = invocation.function == "subscribe" && !lost.swap(true, Ordering::SeqCst);
            Box::pin(async move {
                let result = function(invocation).await;
                if is_first { Err("lost".into()) } else { result }
            })
        }
    });
    let functions = [("relay", &Recorder::new()), ("subscribe", &subscribe)];
    let fixture = Fixture::start_with(PIPELINE, &functions, |options| options.around = Some(around)).await;
    fixture.send("Events", &["tom:1"]).await;
    fixture.quiet().await;
    assert_eq!(subscribe.bodies(), [["1"], ["1"]]);
}

#[tokio::test]
async fn what_a_pipeline_has_not_handled_is_told() {
    let subscribe = Recorder::held_up();
    let fixture = Fixture::start(PIPELINE, &[("relay", &Recorder::new()), ("subscribe", &subscribe)]).await;
    fixture.send("Events", &["tom:1"]).await;
    subscribe.invoked(1).await;
    let waiting = tokio::time::timeout(Duration::from_millis(50), fixture.platform.quiet()).await;
    assert!(waiting.is_err(), "quiet while something is under way");
    subscribe.let_go();
    fixture.quiet().await;
    assert_eq!(fixture.depth("Events").await, 0);
}

#[tokio::test]
async fn after_a_restart_a_stream_is_read_from_its_beginning() {
    let data = Folder::new();
    for (new, all) in [("a", vec!["a"]), ("b", vec!["a", "b"])] {
        let relay = Recorder::new();
        let functions = [("relay", &relay), ("subscribe", &Recorder::new())];
        let kept = Data::Folder(data.path().to_owned());
        let fixture = Fixture::start_with(PIPELINE, &functions, |options| options.data = kept).await;
        fixture.put(&[new]).await;
        fixture.quiet().await;
        let keys = relay.batches(|record| &record["dynamodb"]["Keys"]["sk"]["S"]);
        assert_eq!(keys.concat(), all);
        fixture.platform.stop().await;
    }
}
