//! Sends dead letters back to where they come from.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName as System};
use thiserror::Error;
use uuid::Uuid;

use super::{QueueError, depth, refused};
use crate::template::{QueueResource, Template};

/// Why nothing is sent back.
#[derive(Debug, Error)]
pub(super) enum RedriveError {
    #[error("there is no queue {0}")]
    NoQueue(String),
    #[error("{0} is no queue's dead-letter queue")]
    NoDeadLetterQueue(String),
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Sends back what is in a dead-letter queue now: each group in its order, each message under a new
/// deduplication id, because SQS remembers the old one for five minutes. Says how many.
///
/// A message that a function has sent there by itself goes to the queue's one source; where there
/// are several, nobody knows to which, and it stays.
pub(super) async fn redrive(client: &Client, template: &Template, logical_id: &str) -> Result<u64, RedriveError> {
    let no_queue = || RedriveError::NoQueue(logical_id.to_owned());
    let queue = template.queue(logical_id).ok_or_else(no_queue)?;
    let sources = template.sources_of_dead_letters(&queue.logical_id);
    if sources.is_empty() {
        return Err(RedriveError::NoDeadLetterQueue(logical_id.to_owned()));
    }
    // Not more than were there: one that fails again at once must not go round for ever.
    let most = depth(client, queue).await?.waiting;
    let mut sent = 0;
    while sent < most {
        let received = client
            .receive_message()
            .queue_url(queue.url())
            .max_number_of_messages(i32::try_from(most - sent).unwrap_or(i32::MAX).min(10))
            .message_system_attribute_names(System::All)
            .message_attribute_names("All")
            .send()
            .await
            .map_err(|error| refused(queue, &error))?;
        if received.messages().is_empty() {
            break;
        }
        for message in received.messages() {
            if let Some(source) = source(message, &sources) {
                send_back(client, message, source).await?;
                let delete = client.delete_message().queue_url(queue.url());
                let delete = delete.set_receipt_handle(message.receipt_handle.clone());
                delete.send().await.map_err(|error| refused(queue, &error))?;
                sent += 1;
            }
        }
    }
    Ok(sent)
}

fn source<'t>(message: &Message, sources: &[&'t QueueResource]) -> Option<&'t QueueResource> {
    match (system(message, &System::DeadLetterQueueSourceArn), sources) {
        (Some(arn), _) => sources.iter().find(|source| source.arn() == arn).copied(),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

async fn send_back(client: &Client, message: &Message, source: &QueueResource) -> Result<(), QueueError> {
    let mut request = client
        .send_message()
        .queue_url(source.url())
        .set_message_body(message.body.clone())
        .set_message_attributes(message.message_attributes.clone());
    if source.fifo {
        request = request
            .set_message_group_id(system(message, &System::MessageGroupId).map(str::to_owned))
            .message_deduplication_id(Uuid::now_v7().to_string());
    }
    request.send().await.map_err(|error| refused(source, &error))?;
    Ok(())
}

fn system<'m>(message: &'m Message, name: &System) -> Option<&'m str> {
    message.attributes().and_then(|attributes| attributes.get(name)).map(String::as_str)
}
