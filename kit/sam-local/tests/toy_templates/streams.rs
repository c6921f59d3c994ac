//! Records of a table's stream.

use serde_json::{Value, json};

use super::{Fixture, Recorder};

/// A table whose commits go to a function. `{}` is what else its mapping says.
const TABLE: &str = "
GivenUp: {Type: AWS::SQS::Queue}
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
        Properties:
          Stream: !GetAtt Table.StreamArn
          StartingPosition: TRIM_HORIZON
          FunctionResponseTypes: [ReportBatchItemFailures]
          DestinationConfig: {OnFailure: {Destination: !GetAtt GivenUp.Arn}}
          FilterCriteria:
            Filters:
              - Pattern: '{\"eventName\": [\"INSERT\"], \"dynamodb\": {\"Keys\": {\"sk\": {\"S\": [{\"prefix\": \"C\"}]}}}}'
          ParallelizationFactor: 1";

fn table(more: &str) -> String {
    format!("{TABLE}\n          {more}")
}

fn keys(function: &Recorder) -> Vec<Vec<String>> {
    function.batches(|record| &record["dynamodb"]["Keys"]["sk"]["S"])
}

/// Everything is written before anything is read, so that batches are full.
async fn written(resources: &str, function: &Recorder, sort_keys: &[&str]) -> Fixture {
    let fixture = Fixture::start(resources, &[("relay", function)]).await;
    fixture.platform.pause("relay").await.unwrap();
    fixture.put(sort_keys).await;
    fixture.platform.resume("relay").unwrap();
    fixture
}

#[tokio::test]
async fn a_record_arrives_in_the_shape_that_lambda_gives_it() {
    let function = Recorder::new();
    let fixture = Fixture::start(TABLE, &[("relay", &function)]).await;
    fixture.put(&["C1"]).await;
    fixture.quiet().await;

    let mut record = function.payloads()[0]["Records"][0].clone();
    assert!(record["eventID"].is_string(), "{record}");
    let change = &mut record["dynamodb"];
    assert!(change["SequenceNumber"].as_str().unwrap().len() >= 21, "{change}");
    assert!(change["ApproximateCreationDateTime"].as_i64().unwrap() > 1_700_000_000, "{change}");
    assert!(change["SizeBytes"].as_i64().unwrap() > 0, "{change}");
    for varying in ["SequenceNumber", "ApproximateCreationDateTime", "SizeBytes"] {
        change.as_object_mut().unwrap().remove(varying);
    }
    record.as_object_mut().unwrap().remove("eventID");
    let key = json!({"pk": {"S": "p"}, "sk": {"S": "C1"}});
    assert_eq!(
        record,
        json!({
            "eventName": "INSERT",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "dynamodb": {"Keys": key, "NewImage": key, "StreamViewType": "NEW_IMAGE"},
            "eventSourceARN":
                "arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/2026-01-01T00:00:00.000",
        })
    );
}

#[tokio::test]
async fn only_what_fits_the_filter_is_handed_on_in_batches() {
    let function = Recorder::new();
    let fixture = written(&table("BatchSize: 4"), &function, &["C1", "x", "C2", "C1", "y", "C3"]).await;
    fixture.quiet().await;
    assert_eq!(keys(&function), [vec!["C1", "C2"], vec!["C3"]]);
}

#[tokio::test]
async fn a_batch_starts_again_at_the_first_record_that_failed() {
    let function = Recorder::new().answers_with(|payload| {
        let failed = |index: usize| {
            let sequence = &payload["Records"][index]["dynamodb"]["SequenceNumber"];
            json!({"itemIdentifier": sequence})
        };
        json!({"batchItemFailures": [failed(2), failed(1)]})
    });
    let fixture = written(TABLE, &function, &["C1", "C2", "C3"]).await;
    fixture.quiet().await;
    assert_eq!(keys(&function), [vec!["C1", "C2", "C3"], vec!["C2", "C3"]]);
}

#[tokio::test]
async fn what_has_failed_too_often_is_given_up_with_its_positions() {
    let function = Recorder::new().fails().fails().fails();
    let resources = table("BatchSize: 2\n          MaximumRetryAttempts: 2");
    let fixture = written(&resources, &function, &["C1", "C2", "C3"]).await;
    fixture.quiet().await;
    assert_eq!(keys(&function), [vec!["C1", "C2"], vec!["C1", "C2"], vec!["C1", "C2"], vec!["C3"]]);

    let told = fixture.receive("GivenUp").await;
    let [told] = told.as_slice() else { panic!("{told:?}") };
    let records = &function.payloads()[0]["Records"];
    let info = &told["DDBStreamBatchInfo"];
    assert_eq!(told["requestContext"]["condition"], "RetryAttemptsExhausted");
    assert_eq!(told["requestContext"]["approximateInvokeCount"], 3);
    assert_eq!(info["startSequenceNumber"], records[0]["dynamodb"]["SequenceNumber"]);
    assert_eq!(info["endSequenceNumber"], records[1]["dynamodb"]["SequenceNumber"]);
    assert_eq!(info["batchSize"], 2);
    assert_eq!(info["streamArn"], records[0]["eventSourceARN"]);
    assert!(told.get("Records").is_none(), "{told}");
}

#[tokio::test]
async fn a_failed_batch_can_be_halved_until_the_bad_record_is_alone() {
    let function = Recorder::new().fails().fails().fails();
    let resources = table("BisectBatchOnFunctionError: true\n          MaximumRetryAttempts: 0");
    let fixture = written(&resources, &function, &["C1", "C2", "C3", "C4"]).await;
    fixture.quiet().await;
    assert_eq!(keys(&function)[..3], [vec!["C1", "C2", "C3", "C4"], vec!["C1", "C2"], vec!["C1"]]);
    assert_eq!(keys(&function)[3..].concat(), ["C2", "C3", "C4"]);
    assert_eq!(fixture.depth("GivenUp").await, 1);
}

#[tokio::test]
async fn without_a_limit_a_batch_is_tried_until_it_succeeds() {
    let function = Recorder::new().fails().fails().fails().fails().fails();
    let fixture = written(TABLE, &function, &["C1"]).await;
    fixture.quiet().await;
    assert_eq!(function.payloads().len(), 6);
    assert_eq!(fixture.depth("GivenUp").await, 0);
}

#[tokio::test]
async fn a_record_changed_twice_is_two_records() {
    let function = Recorder::new();
    let unfiltered =
        TABLE.replace(r#"\"eventName\": [\"INSERT\"], "#, "").replace("\"INSERT\"", "\"INSERT\", \"MODIFY\"");
    let fixture = written(&unfiltered, &function, &["C1"]).await;
    let text = |text: &str| aws_sdk_dynamodb::types::AttributeValue::S(text.to_owned());
    let change = fixture.platform.dynamodb().put_item().table_name("Table").item("pk", text("p"));
    change.item("sk", text("C1")).item("n", text("2")).send().await.unwrap();
    fixture.quiet().await;
    let payloads = function.payloads();
    let records = payloads.iter().flat_map(|payload| payload["Records"].as_array().unwrap().clone());
    let names: Vec<Value> = records.map(|record| record["eventName"].clone()).collect();
    assert_eq!(names, ["INSERT", "MODIFY"]);
}
