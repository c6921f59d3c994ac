//! Functions that run on a schedule, or on nothing at all.

use serde_json::json;

use super::{Fixture, Recorder};

const FUNCTIONS: &str = "
Reconcile:
  Type: AWS::Serverless::Function
  Properties:
    Handler: reconcile
    Events:
      Often: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(5 minutes)}}
Replay:
  Type: AWS::Serverless::Function
  Properties: {Handler: replay}";

#[tokio::test]
async fn what_runs_on_a_schedule_or_on_nothing_can_be_invoked_at_once_by_either_name() {
    let (reconcile, replay) = (Recorder::new(), Recorder::new().answers(json!({"replayed": 3})));
    let fixture = Fixture::start(FUNCTIONS, &[("reconcile", &reconcile), ("replay", &replay)]).await;
    fixture.platform.invoke("Reconcile", b"{}").await.unwrap();
    let answer = fixture.platform.invoke("replay", br#"{"from":"x"}"#).await.unwrap();
    assert_eq!(answer, br#"{"replayed":3}"#);
    assert_eq!(replay.payloads(), [json!({"from": "x"})]);
    // The schedule itself is not due yet.
    assert_eq!(reconcile.payloads(), [json!({})]);
    fixture.platform.stop().await;
}
