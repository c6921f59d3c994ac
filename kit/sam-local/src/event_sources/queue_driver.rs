//! Lambda's mapping of a queue to a function.
//!
//! The one liberty: what has failed is not left hidden for the queue's visibility timeout, which on AWS
//! is minutes, but handed out again after the platform's `retry_after`.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{DeleteMessageBatchRequestEntry, Message, MessageSystemAttributeName};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::Services;
use super::batch_answer::BatchAnswer;
use super::driver::Seat;
use super::queue_event;
use crate::lambda::Lambda;
use crate::message_queue;
use crate::template::{FunctionResource, QueueMapping, QueueResource};
use kit_domain::causes;

/// How many messages SQS gives at once, and takes back at once.
const MOST_MESSAGES: usize = 10;
/// How many invocations are under way where the template sets no limit. Lambda begins with five.
const CONCURRENCY: usize = 5;
/// How soon the driver asks the queue again without a wake-up: at first, and after a long silence. A message whose
/// delay or visibility timeout ends wakes nobody. If the queue is empty then, the driver asks no more.
const SOON: Duration = Duration::from_millis(5);
const LATER: Duration = Duration::from_millis(500);

pub(super) struct QueueDriver {
    consumer: Arc<Consumer>,
    wake_up: Arc<Notify>,
    batch_size: usize,
    concurrency: usize,
    retry_after: Duration,
}

/// What is done with messages.
struct Consumer {
    /// The logical id of the function.
    function: String,
    queue: QueueResource,
    reports_failures: bool,
    lambda: Arc<Lambda>,
    sqs: Client,
}

/// The receipts of messages that have failed.
type Failed = Vec<String>;

impl QueueDriver {
    pub(super) fn new(
        function: &FunctionResource,
        queue: QueueResource,
        mapping: &QueueMapping,
        services: Services,
    ) -> Self {
        let at_most = |limit: u32, most: usize| usize::try_from(limit).unwrap_or(most).min(most);
        Self {
            wake_up: services.wake_ups.reader_of(&queue),
            batch_size: at_most(mapping.batch_size, MOST_MESSAGES),
            concurrency: mapping.maximum_concurrency.map_or(CONCURRENCY, |limit| at_most(limit, CONCURRENCY)),
            retry_after: services.retry_after.min(queue.visibility),
            consumer: Arc::new(Consumer {
                function: function.logical_id.clone(),
                queue,
                reports_failures: mapping.reports_failures,
                lambda: services.lambda,
                sqs: services.sqs,
            }),
        }
    }

    pub(super) async fn run(self, mut seat: Seat) {
        let mut handling: JoinSet<Failed> = JoinSet::new();
        // Ended with the driver: the queue is then gone, too.
        let mut retries: JoinSet<()> = JoinSet::new();
        let mut silence = SOON;
        loop {
            if !seat.may_go_on() {
                while let Some(failed) = handling.join_next().await {
                    self.retry(&mut retries, failed.unwrap_or_default());
                }
                if !seat.go_on().await {
                    return;
                }
                silence = SOON;
            }
            let messages = if handling.len() < self.concurrency {
                seat.look();
                self.consumer.receive(self.batch_size).await
            } else {
                Vec::new()
            };
            if !messages.is_empty() {
                let consumer = Arc::clone(&self.consumer);
                handling.spawn(async move { consumer.handle(messages).await });
                silence = SOON;
                continue;
            }
            seat.idle();
            while retries.try_join_next().is_some() {}
            let may_come = silence < LATER || !self.consumer.has_nothing().await;
            tokio::select! {
                () = self.wake_up.notified() => silence = SOON,
                Some(failed) = handling.join_next() => {
                    self.retry(&mut retries, failed.unwrap_or_default());
                    silence = SOON;
                }
                () = seat.ordered() => {}
                () = sleep(silence), if may_come => silence = (silence * 2).min(LATER),
            }
        }
    }

    fn retry(&self, retries: &mut JoinSet<()>, failed: Failed) {
        if failed.is_empty() {
            return;
        }
        let (consumer, pause) = (Arc::clone(&self.consumer), self.retry_after);
        retries.spawn(async move {
            sleep(pause).await;
            for receipt in failed {
                consumer.hand_back(receipt).await;
            }
        });
    }
}

impl Consumer {
    /// Whether the queue is empty: nothing waits, is hidden or is delayed.
    async fn has_nothing(&self) -> bool {
        message_queue::depth(&self.sqs, &self.queue).await.is_ok_and(|depth| depth.total() == 0)
    }

    async fn receive(&self, most: usize) -> Vec<Message> {
        let request = self
            .sqs
            .receive_message()
            .queue_url(self.queue.url())
            .max_number_of_messages(i32::try_from(most).unwrap_or(1))
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .message_attribute_names("All");
        match request.send().await {
            Ok(output) => output.messages.unwrap_or_default(),
            Err(error) => {
                self.complain("nothing can be received", &error);
                Vec::new()
            }
        }
    }

    /// Invokes the function and deletes what it has done.
    async fn handle(&self, messages: Vec<Message>) -> Failed {
        let invoked = self.lambda.invoke(&self.function, queue_event::payload(&self.queue, &messages)).await;
        let ids: Vec<_> = messages.iter().filter_map(Message::message_id).collect();
        let answer = match invoked {
            Ok(answer) if self.reports_failures => BatchAnswer::read(&answer, &ids),
            Ok(_) => BatchAnswer::Done,
            // The log has it.
            Err(_) => BatchAnswer::AllFailed,
        };
        let has_failed = |message: &Message| match &answer {
            BatchAnswer::Done => false,
            BatchAnswer::AllFailed => true,
            BatchAnswer::Failed(failed) => failed.iter().any(|id| Some(id.as_str()) == message.message_id()),
        };
        let (failed, done): (Vec<_>, Vec<_>) = messages.iter().partition(|message| has_failed(message));
        self.delete(&done).await;
        failed.into_iter().filter_map(|message| message.receipt_handle.clone()).collect()
    }

    async fn delete(&self, done: &[&Message]) {
        if done.is_empty() {
            return;
        }
        let mut request = self.sqs.delete_message_batch().queue_url(self.queue.url());
        for (index, message) in done.iter().enumerate() {
            let entry = DeleteMessageBatchRequestEntry::builder().id(index.to_string());
            let entry = entry.set_receipt_handle(message.receipt_handle.clone());
            if let Ok(entry) = entry.build() {
                request = request.entries(entry);
            }
        }
        if let Err(error) = request.send().await {
            self.complain("handled messages cannot be deleted and come again", &error);
        }
    }

    async fn hand_back(&self, receipt: String) {
        let request = self.sqs.change_message_visibility().queue_url(self.queue.url());
        // It fails for a message whose timeout has ended meanwhile, and then there is nothing to do.
        let _ = request.receipt_handle(receipt).visibility_timeout(0).send().await;
    }

    fn complain(&self, what: &str, error: &(impl std::error::Error + 'static)) {
        tracing::warn!(queue = self.queue.logical_id, function = self.function, "{what}: {}", causes(error));
    }
}
