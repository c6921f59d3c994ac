//! What Lambda reports to a stream's on-failure queue: the positions of records that it has given up, not the records.

use aws_sdk_sqs::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::deployment;
use crate::template::QueueResource;
use kit_domain::causes;

/// Why records are given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    RetryAttemptsExhausted,
    RecordAgeExceeded,
}

/// Records that follow each other.
pub(super) struct GivenUp<'d> {
    pub(super) function: &'d str,
    pub(super) stream: &'d str,
    pub(super) shard: &'d str,
    pub(super) reason: Reason,
    /// How often they were handed to the function.
    pub(super) attempts: u32,
    pub(super) first: &'d Value,
    pub(super) last: &'d Value,
    pub(super) count: usize,
}

impl GivenUp<'_> {
    /// Reports to the queue. Lambda skips the records in any case, so a failure is only logged.
    pub(super) async fn report(&self, sqs: &Client, queue: Option<&QueueResource>) {
        let (first, last) = (sequence(self.first), sequence(self.last));
        tracing::error!(
            function = self.function,
            reason = ?self.reason,
            first,
            last,
            records = self.count,
            "records of a stream are given up"
        );
        let Some(queue) = queue else { return };
        let sent = sqs.send_message().queue_url(queue.url()).message_body(self.message().to_string()).send().await;
        if let Err(error) = sent {
            tracing::error!(queue = queue.logical_id, "it cannot be reported: {}", causes(&error));
        }
    }

    /// Source: Lambda Developer Guide, "Retaining discarded batches for a `DynamoDB` event source".
    fn message(&self) -> Value {
        let mut message = json!({
            "requestContext": {
                "requestId": Uuid::new_v4(),
                "functionArn": deployment::function_arn(&deployment::name(self.function)),
                "condition": format!("{:?}", self.reason),
                "approximateInvokeCount": self.attempts,
            },
            "version": "1.0",
            "timestamp": jiff::Timestamp::now().to_string(),
            "DDBStreamBatchInfo": {
                "shardId": self.shard,
                "startSequenceNumber": sequence(self.first),
                "endSequenceNumber": sequence(self.last),
                "approximateArrivalOfFirstRecord": arrival(self.first),
                "approximateArrivalOfLastRecord": arrival(self.last),
                "batchSize": self.count,
                "streamArn": self.stream,
            },
        });
        if self.reason == Reason::RetryAttemptsExhausted {
            message["responseContext"] =
                json!({"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"});
        }
        message
    }
}

/// The sequence number of a record.
pub(super) fn sequence(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default()
}

/// When a record was written, in seconds since 1970.
pub(super) fn written(record: &Value) -> i64 {
    record["dynamodb"]["ApproximateCreationDateTime"].as_i64().unwrap_or(0)
}

fn arrival(record: &Value) -> String {
    jiff::Timestamp::from_second(written(record)).unwrap_or_default().to_string()
}
