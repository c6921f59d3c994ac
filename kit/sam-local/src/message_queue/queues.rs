use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName as Name;
use serde_json::json;

use super::{QueueError, refused};
use crate::template::QueueResource;

/// Makes the queues, each after its dead-letter queue.
pub(crate) async fn create(client: &Client, queues: &[QueueResource]) -> Result<(), QueueError> {
    let mut made: Vec<&QueueResource> = Vec::new();
    let mut waiting: Vec<&QueueResource> = queues.iter().collect();
    while !waiting.is_empty() {
        let is_ready = |queue: &&QueueResource| {
            queue.dead_letters.as_ref().is_none_or(|d| made.iter().any(|made| made.logical_id == d.queue))
        };
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_ready);
        if let ([], [stuck, ..]) = (ready.as_slice(), rest.as_slice()) {
            return Err(QueueError::NoDeadLetterQueue(stuck.logical_id.clone()));
        }
        for queue in &ready {
            create_one(client, queue, &made).await?;
        }
        made.extend(ready);
        waiting = rest;
    }
    Ok(())
}

async fn create_one(client: &Client, queue: &QueueResource, made: &[&QueueResource]) -> Result<(), QueueError> {
    let mut request = client
        .create_queue()
        .queue_name(&queue.name)
        .attributes(Name::VisibilityTimeout, queue.visibility.as_secs().to_string())
        .attributes(Name::MessageRetentionPeriod, queue.retention.as_secs().to_string())
        .attributes(Name::DelaySeconds, queue.delay.as_secs().to_string());
    if queue.fifo {
        request = request
            .attributes(Name::FifoQueue, "true")
            .attributes(Name::ContentBasedDeduplication, queue.content_based_deduplication.to_string());
    }
    if let Some(dead_letters) = &queue.dead_letters
        && let Some(target) = made.iter().find(|made| made.logical_id == dead_letters.queue)
    {
        let policy = json!({"deadLetterTargetArn": target.arn(), "maxReceiveCount": dead_letters.after});
        request = request.attributes(Name::RedrivePolicy, policy.to_string());
    }
    request.send().await.map_err(|error| refused(queue, &error))?;
    Ok(())
}
