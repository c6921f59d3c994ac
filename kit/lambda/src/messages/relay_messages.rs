use aws_lambda_events::dynamodb::Event;
use kit_domain::{Context, causes};
use kit_dynamodb::log::events_of;
use serde_json::json;

use super::outgoing;
use crate::{Invocation, InvokeError, Service};

/// Triggered by the stream of a context's table: sends the events of each new commit to the queue of each of their
/// subscribers.
///
/// When a message is not sent, the stream gets the position of the first record that it came from, and delivers again
/// from there. Messages that had been sent after it come twice then; queues and subscribers recognize them.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>
pub(crate) async fn relay_messages<S: Service>(
    service: &S,
    invocation: Invocation<'_>,
) -> Result<Vec<u8>, InvokeError> {
    let stream: Event = serde_json::from_slice(invocation.payload)?;
    let (runtime, mut messages) = (service.runtime(), Vec::new());
    let queues = runtime.queues()?;
    for (place, record) in stream.records.iter().enumerate() {
        let events = match events_of(record.change.new_image.clone()) {
            Ok(events) => events,
            Err(unreadable) => {
                // It would stand in the way of all later commits. Somebody has to look at it.
                let position = record.change.sequence_number.clone();
                tracing::error!(position, cause = causes(&unreadable), "a commit cannot be read");
                let report = json!({ "unreadableCommit": position, "stream": record.event_source_arn });
                queues.report_unrelayed(report.to_string()).await?;
                continue;
            }
        };
        for event in events {
            tracing::debug!(event = %event.id, kind = event.kind, correlation_id = event.correlation, "on its way");
            let subscriptions = runtime.subscriptions_to(S::Context::NAME);
            for subscription in subscriptions.filter(|subscription| subscription.includes(&event.kind)) {
                messages.push(outgoing(queues, place, &event, subscription));
            }
        }
    }
    let (records, sent) = (stream.records.len(), messages.len());
    let failed = queues.send(messages).await;
    let failed = failed.and_then(|place| stream.records[place].change.sequence_number.clone());
    tracing::info!(records, messages = sent, failed_from = failed, "relayed");
    let failures: Vec<_> = failed.into_iter().map(|from| json!({ "itemIdentifier": from })).collect();
    Ok(serde_json::to_vec(&json!({ "batchItemFailures": failures }))?)
}
