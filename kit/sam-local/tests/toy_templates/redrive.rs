//! The queues over HTTP.

use serde_json::json;

use super::{Fixture, Recorder};

const QUEUES: &str = "
Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
Orders:
  Type: AWS::SQS::Queue
  Properties:
    FifoQueue: true
    RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 1}
Handle:
  Type: AWS::Serverless::Function
  Properties:
    Handler: handle
    Events:
      Orders: {Type: SQS, Properties: {Queue: !GetAtt Orders.Arn}}";

#[tokio::test]
async fn dead_letters_are_counted_and_sent_back_in_their_order() {
    let function = Recorder::new().fails().fails();
    let fixture = Fixture::start(QUEUES, &[("handle", &function)]).await;
    fixture.send("Orders", &["tom:1"]).await;
    function.invoked(1).await;
    fixture.send("Orders", &["tom:2"]).await;
    fixture.quiet().await;
    let empty = json!({"waiting": 0, "inFlight": 0, "delayed": 0});
    let dead = json!({"waiting": 2, "inFlight": 0, "delayed": 0, "deadLettersOf": ["Orders"]});
    let queues = fixture.api.call("GET", "/local/queues").await;
    assert_eq!((queues.status, queues.json()), (200, json!({"Dead": dead, "Orders": empty})));

    let sent = fixture.api.call("POST", "/local/queues/Dead/redrive").await;
    assert_eq!((sent.status, sent.json()), (200, json!({"redriven": 2})));
    fixture.quiet().await;
    assert_eq!(function.bodies(), [["1"], ["2"], ["1"], ["2"]]);
    let groups = function.batches(|record| &record["attributes"]["MessageGroupId"]);
    assert_eq!(groups.concat(), ["tom"; 4]);
    assert_eq!(fixture.depth("Dead").await, 0);
}

#[tokio::test]
async fn a_message_that_a_function_has_parked_goes_back_to_the_only_source() {
    let function = Recorder::new();
    let fixture = Fixture::start(QUEUES, &[("handle", &function)]).await;
    fixture.send("Dead", &["tom:parked"]).await;
    let sent = fixture.api.call("POST", "/local/queues/Dead/redrive").await;
    assert_eq!(sent.json(), json!({"redriven": 1}));
    fixture.quiet().await;
    assert_eq!(function.bodies(), [["parked"]]);
}

#[tokio::test]
async fn only_dead_letters_are_sent_back() {
    let fixture = Fixture::start(QUEUES, &[("handle", &Recorder::new())]).await;
    for (queue, status, message) in
        [("Nobody", 404, "there is no queue Nobody"), ("Orders", 409, "Orders is no queue's dead-letter queue")]
    {
        let answer = fixture.api.call("POST", &format!("/local/queues/{queue}/redrive")).await;
        assert_eq!((answer.status, answer.json()), (status, json!({"message": message})));
    }
}
