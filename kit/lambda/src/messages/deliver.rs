use std::{collections::HashSet, panic::AssertUnwindSafe};

use aws_lambda_events::sqs::SqsEvent;
use futures_util::FutureExt;
use kit_domain::causes;
use kit_dynamodb::call_counts::CallCounts;
use serde_json::json;
use tracing::Instrument;

use super::{
    Delivery, Unhandled,
    delivery::{CONTINUED, STEPS_BACK},
};
use crate::{BoxFuture, InvokeError, Runtime, Subscription, metrics::BatchMetrics};

/// After so many deliveries of a message over which its handler panics, the message is dead-lettered.
const MOST_PANICS: u32 = 5;

/// How often a message is delivered before it steps back behind its group.
const DELIVERIES_BEFORE_STEP_BACK: u32 = 2;

/// How often a message steps back before it stays in its place.
const MOST_STEPS_BACK: u32 = 20;

/// Handles one message of a subscriber's queue.
pub(crate) trait HandleDelivery: Sync {
    fn handle<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Result<(), Unhandled>>;
}

/// Delivers a batch of messages, one after another. Those that are not handled go back to the queue.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting>
pub(crate) async fn deliver(
    subscription: &Subscription,
    handler: &dyn HandleDelivery,
    runtime: &Runtime,
    payload: &[u8],
) -> Result<Vec<u8>, InvokeError> {
    let batch: SqsEvent = serde_json::from_slice(payload)?;
    let deliveries = batch.records.into_iter().map(|message| Delivery::of(subscription, message));
    let deliveries = deliveries.collect::<Option<Vec<_>>>().ok_or("not a message of a FIFO queue")?;
    let subscriber = Subscriber { subscription, handler, runtime };
    let (mut waiting, mut early) = (HashSet::new(), Vec::new());
    let mut failures = Vec::new();
    for delivery in &deliveries {
        let waits = waiting.contains(&delivery.group);
        let finished = async {
            let result = if waits {
                Err(Unhandled::Later("an earlier message of its group has not been handled".into()))
            } else {
                subscriber.handle(delivery).await
            };
            subscriber.finish(delivery, result).await
        };
        match finished.instrument(delivery.span()).await {
            Ok(()) => {}
            Err(Unhandled::Early) => early.push(delivery),
            Err(_) => {
                failures.push(json!({ "itemIdentifier": delivery.id }));
                waiting.insert(delivery.group.clone());
            }
        }
    }
    // The earlier message may have come in the same batch.
    for delivery in early {
        let finished = async {
            let result = match subscriber.handle(delivery).await {
                Err(Unhandled::Early) => subscriber.step_back(delivery).await,
                result => result,
            };
            subscriber.finish(delivery, result).await
        };
        if finished.instrument(delivery.span()).await.is_err() {
            failures.push(json!({ "itemIdentifier": delivery.id }));
        }
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let now = runtime.clock().now();
    runtime.measure_batch(
        subscription.subscriber(),
        &BatchMetrics {
            processed: count(deliveries.len() - failures.len()),
            failures: count(failures.len()),
            ages: deliveries.iter().filter_map(|delivery| delivery.age(now)).collect(),
            calls: CallCounts::so_far(),
        },
    );
    Ok(serde_json::to_vec(&json!({ "batchItemFailures": failures }))?)
}

struct Subscriber<'a> {
    subscription: &'a Subscription,
    handler: &'a dyn HandleDelivery,
    runtime: &'a Runtime,
}

impl Subscriber<'_> {
    /// A panic costs the message that it met, not the batch.
    async fn handle(&self, delivery: &Delivery) -> Result<(), Unhandled> {
        match AssertUnwindSafe(self.handler.handle(delivery)).catch_unwind().await {
            Ok(handled) => handled,
            Err(_) if delivery.deliveries < MOST_PANICS => Err(Unhandled::Later("its handler panicked".into())),
            Err(_) => Err(Unhandled::Never("its handler panics again and again".into())),
        }
    }

    /// Dead-letters a message that can never be handled, continues an unfinished one, and logs the outcome.
    async fn finish(&self, delivery: &Delivery, handled: Result<(), Unhandled>) -> Result<(), Unhandled> {
        let finished = match handled {
            Err(Unhandled::Never(reason)) => self.dead_letter(delivery, &reason).await,
            Err(Unhandled::Unfinished) => self.continue_later(delivery).await,
            handled => handled,
        };
        let Delivery { deliveries, continued, .. } = delivery;
        match &finished {
            Ok(()) => tracing::info!(deliveries, continued, "handled"),
            Err(Unhandled::Unfinished) => tracing::debug!(deliveries, continued, "handled in part"),
            Err(Unhandled::Early) => tracing::debug!(deliveries, "an earlier one has to come first"),
            Err(Unhandled::Later(reason) | Unhandled::Never(reason)) => {
                tracing::warn!(deliveries, reason, "not handled");
            }
        }
        finished
    }

    /// Lets the messages behind it in its group go first: sends the message to the end of its own queue, and
    /// acknowledges it here. Not at its first delivery, so that messages step back at the pace of the queue's visibility
    /// timeout. And not for ever, so that one whose predecessor never comes grows old and alarms.
    async fn step_back(&self, delivery: &Delivery) -> Result<(), Unhandled> {
        if delivery.deliveries < DELIVERIES_BEFORE_STEP_BACK || delivery.steps_back >= MOST_STEPS_BACK {
            return Err(Unhandled::Later("an earlier event of its subject is missing".into()));
        }
        self.send_to_the_end(delivery, (STEPS_BACK, delivery.steps_back + 1)).await
    }

    /// Continues an unfinished message by the same message, sent to the end of its own queue. So each delivery is short
    /// however much there is to do. Lambda would end this as a loop after sixteen turns; template.yaml allows it. It ends
    /// because each delivery handles a part.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html>
    async fn continue_later(&self, delivery: &Delivery) -> Result<(), Unhandled> {
        self.send_to_the_end(delivery, (CONTINUED, delivery.continued + 1)).await
    }

    /// Sends a message to the end of its own queue, with a count of how often.
    async fn send_to_the_end(&self, delivery: &Delivery, (name, times): (&str, u32)) -> Result<(), Unhandled> {
        let queues = self.runtime.queues()?;
        let queue = queues.of(self.subscription.subscriber());
        let sent = queues.send_one(delivery.again(queue), (name, &times.to_string())).await;
        sent.map_err(|error| Unhandled::Later(causes(&error)))
    }

    /// Sends a message to the dead letters. Otherwise it would come back until the queue gives it up, and hold up its
    /// group all that time. The note comes first: a message that is noted and not sent comes again, but one that is sent
    /// and not noted would be sent again and again.
    async fn dead_letter(&self, delivery: &Delivery, reason: &str) -> Result<(), Unhandled> {
        let queues = self.runtime.queues()?;
        if let Some(message) = delivery.message_id() {
            let inbox = self.runtime.inbox_of(self.subscription)?;
            inbox.note_dead_lettered(message, self.runtime.clock().now()).await?;
        }
        let dead_letters = queues.dead_letters_of(self.subscription.subscriber());
        let sent = queues.send_one(delivery.again(dead_letters), ("reason", reason)).await;
        sent.map_err(|error| Unhandled::Later(causes(&error)))?;
        tracing::error!(reason, "dead-lettered");
        Ok(())
    }
}
