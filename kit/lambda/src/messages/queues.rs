use std::collections::{BTreeMap, HashSet, VecDeque};

use aws_sdk_sqs::{
    Client,
    types::{MessageAttributeValue, SendMessageBatchRequestEntry},
};
use futures_util::future::join_all;
use kit_domain::causes;

use crate::{InvokeError, SettingsError, Variables};

/// The most messages that one call sends.
const MOST_ENTRIES: usize = 10;

/// A message for a FIFO queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outgoing {
    /// The place of its source among everything that is sent with it.
    pub(crate) place: usize,
    /// The URL of the queue.
    pub(crate) queue: String,
    /// Messages of one group are received in the order in which they are sent.
    pub(crate) group: String,
    /// The queue accepts a message with the same id only once in five minutes.
    pub(crate) id: String,
    pub(crate) body: String,
}

/// A message was not sent, or nobody knows whether it was.
#[derive(Debug, thiserror::Error)]
#[error("the message was not sent")]
pub(crate) struct SendError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// The queues of the subscribers. Their URLs follow from the variable `QUEUE_PREFIX` and the name of the subscriber.
pub(crate) struct Queues {
    client: Client,
    prefix: String,
    unrelayed_records: Option<String>,
}

/// The variable that every URL of a queue begins with.
const QUEUE_PREFIX: &str = "QUEUE_PREFIX";

/// The variable with the URL of the queue for commits that cannot be sent.
const UNRELAYED_RECORDS: &str = "UNRELAYED_RECORDS_QUEUE";

impl Queues {
    pub(crate) fn read(variables: &Variables, client: Client) -> Result<Self, SettingsError> {
        let (prefix, unrelayed_records) = (variables.required(QUEUE_PREFIX)?, variables.get(UNRELAYED_RECORDS));
        Ok(Self { client, prefix, unrelayed_records })
    }

    /// The URL of a subscriber's queue.
    pub(crate) fn of(&self, subscriber: &str) -> String {
        format!("{}{subscriber}.fifo", self.prefix)
    }

    /// The URL of the queue of a subscriber's dead letters.
    pub(crate) fn dead_letters_of(&self, subscriber: &str) -> String {
        format!("{}{subscriber}-dead-letters.fifo", self.prefix)
    }

    /// The URL of the queue for commits that cannot be sent.
    pub(crate) fn unrelayed_records(&self) -> Result<&str, SettingsError> {
        self.unrelayed_records.as_deref().ok_or_else(|| SettingsError::Missing(UNRELAYED_RECORDS.to_owned()))
    }

    /// Sends messages, each queue's in order and in as few calls as the order allows. Returns the first place of which
    /// a message was not sent, if any.
    ///
    /// After a message that was not sent, no later one of its group is sent. No call has two messages of one group,
    /// because its entries succeed and fail singly. A message whose answer was lost counts as not sent. It is sent
    /// again, and the queue or its receiver recognizes it by its id.
    pub(crate) async fn send(&self, messages: Vec<Outgoing>) -> Option<usize> {
        let mut queues: BTreeMap<String, VecDeque<Outgoing>> = BTreeMap::new();
        for message in messages {
            queues.entry(message.queue.clone()).or_default().push_back(message);
        }
        let sent = queues.into_iter().map(|(queue, messages)| self.send_to(queue, messages));
        join_all(sent).await.into_iter().flatten().min()
    }

    /// Sends one message with an attribute.
    pub(crate) async fn send_one(&self, message: Outgoing, (name, value): (&str, &str)) -> Result<(), SendError> {
        let value = MessageAttributeValue::builder().data_type("String").string_value(value).build();
        let send = self
            .client
            .send_message()
            .queue_url(message.queue)
            .message_group_id(message.group)
            .message_deduplication_id(message.id)
            .message_body(message.body)
            .message_attributes(name, value.map_err(|error| SendError(error.into()))?);
        send.send().await.map(drop).map_err(|error| SendError(error.into()))
    }

    /// Reports a commit that cannot be sent, so that somebody looks at it.
    pub(crate) async fn report_unrelayed(&self, body: String) -> Result<(), InvokeError> {
        let report = self.client.send_message().queue_url(self.unrelayed_records()?).message_body(body);
        report.send().await?;
        Ok(())
    }

    async fn send_to(&self, queue: String, mut messages: VecDeque<Outgoing>) -> Option<usize> {
        let mut stuck = HashSet::new();
        let mut first_failed = None;
        while !messages.is_empty() {
            let batch = next_batch(&mut messages);
            for failed in self.send_batch(&queue, &batch).await {
                let message = &batch[failed];
                stuck.insert(message.group.clone());
                first_failed = first_failed.into_iter().chain([message.place]).min();
            }
            messages.retain(|message| !stuck.contains(&message.group));
        }
        first_failed
    }

    /// Which of the batch were not sent.
    async fn send_batch(&self, queue: &str, batch: &[Outgoing]) -> Vec<usize> {
        let entries = batch.iter().enumerate().map(|(number, message)| {
            SendMessageBatchRequestEntry::builder()
                .id(number.to_string())
                .message_group_id(&message.group)
                .message_deduplication_id(&message.id)
                .message_body(&message.body)
                .build()
        });
        let entries = match entries.collect::<Result<Vec<_>, _>>() {
            Ok(entries) => entries,
            Err(missing) => unreachable!("{missing}"),
        };
        match self.client.send_message_batch().queue_url(queue).set_entries(Some(entries)).send().await {
            Ok(answer) => {
                let sent: HashSet<_> = answer.successful().iter().map(|entry| entry.id().to_owned()).collect();
                for entry in answer.failed() {
                    let message = entry.id().parse().ok().and_then(|number: usize| batch.get(number));
                    let message = message.map(|message| &*message.id);
                    tracing::warn!(queue, message, code = entry.code(), "a message was not accepted");
                }
                (0..batch.len()).filter(|number| !sent.contains(&number.to_string())).collect()
            }
            Err(error) => {
                let messages = batch.iter().map(|message| &*message.id).collect::<Vec<_>>().join(" ");
                tracing::warn!(queue, messages, cause = causes(&error), "messages could not be sent");
                (0..batch.len()).collect()
            }
        }
    }
}

/// Removes as many messages as one call may have: in order, one of each group.
fn next_batch(messages: &mut VecDeque<Outgoing>) -> Vec<Outgoing> {
    let (mut batch, mut groups, mut rest) = (Vec::new(), HashSet::new(), VecDeque::new());
    while let Some(message) = messages.pop_front() {
        if batch.len() < MOST_ENTRIES && groups.insert(message.group.clone()) {
            batch.push(message);
        } else {
            // No later message of its group may overtake it.
            groups.insert(message.group.clone());
            rest.push_back(message);
        }
    }
    *messages = rest;
    batch
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(place: usize, group: u8) -> Outgoing {
        Outgoing { place, queue: "q".into(), group: group.to_string(), id: place.to_string(), body: String::new() }
    }

    proptest! {
        #[test]
        fn batches_have_one_message_of_a_group_and_keep_the_order_of_each(groups in prop::collection::vec(0..25_u8, 0..60)) {
            let mut messages: VecDeque<_> = groups.iter().enumerate().map(|(place, group)| message(place, *group)).collect();
            let mut sent = Vec::new();
            while !messages.is_empty() {
                let batch = next_batch(&mut messages);
                prop_assert!(!batch.is_empty() && batch.len() <= MOST_ENTRIES);
                let different: HashSet<_> = batch.iter().map(|message| &message.group).collect();
                prop_assert_eq!(different.len(), batch.len());
                sent.extend(batch);
            }
            prop_assert_eq!(sent.len(), groups.len());
            for group in 0..25_u8 {
                let places: Vec<_> = sent.iter().filter(|message| message.group == group.to_string()).map(|message| message.place).collect();
                prop_assert!(places.is_sorted());
            }
        }
    }
}
