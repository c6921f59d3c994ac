use adapters::{
    causes,
    messages::{Queues, events_of},
};
use aws_lambda_events::dynamodb::Event;
use domain::subscriptions::subscriptions_to;
use serde_json::json;

use super::outgoing::outgoing;
use crate::{Dependencies, Function, InvokeError};

/// The stream of a table: sends the events of each new commit to the queue of each of their subscribers.
pub static RELAY_MESSAGES: Function =
    Function::trigger("relay-messages", |dependencies, payload| Box::pin(handle(dependencies, payload)));

/// When a message is not sent, the stream is told of the first record that it came from, and delivers
/// from there again. What had been sent after it comes twice then, which queues and subscribers know.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>
async fn handle(dependencies: &Dependencies, payload: &[u8]) -> Result<Vec<u8>, InvokeError> {
    let stream: Event = serde_json::from_slice(payload)?;
    let mut messages = Vec::new();
    let queues = Queues::new(&dependencies.aws);
    for (place, record) in stream.records.iter().enumerate() {
        let events = match events_of(record.change.new_image.clone()) {
            Ok(events) => events,
            Err(unreadable) => {
                // It would stand in the way of all that come after it. Somebody has to look at it.
                let position = record.change.sequence_number.clone();
                tracing::error!(position, cause = causes(&unreadable), "a commit cannot be read");
                let signal = json!({ "unreadableCommit": position, "stream": record.event_source_arn });
                queues.signal(dependencies.settings.unrelayed_records()?, signal.to_string()).await?;
                continue;
            }
        };
        for event in events {
            tracing::debug!(event = %event.id, kind = event.kind, correlation_id = event.correlation, "on its way");
            for subscription in subscriptions_to(&event.kind) {
                messages.push(outgoing(&dependencies.settings, place, &event, subscription)?);
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
