use std::{collections::HashSet, panic::AssertUnwindSafe};

use adapters::{
    causes,
    messages::{Outgoing, Queues},
    store::{Answer, CloudEvent, ExecuteError, Message, MessageId},
};
use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use domain::{Command, ReadModelError, Refusal};
use futures_util::FutureExt;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use crate::{Dependencies, InvokeError, function::BoxFuture};

/// Takes one message of a subscriber's queue.
pub(crate) type SubscriberHandler = for<'a> fn(&'a Dependencies, &'a Delivery) -> BoxFuture<'a, Result<(), NotTaken>>;

/// After so many deliveries a message whose handler panics is parked.
const MOST_PANICS: u32 = 5;

/// A message as it was delivered.
pub(crate) struct Delivery {
    subscriber: &'static str,
    body: String,
    group: String,
    deduplication: String,
    id: String,
    deliveries: u32,
}

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) enum NotTaken {
    /// Later it may be: it goes back to its queue, and the later ones of its group wait behind it.
    Later(String),
    /// It can never be: it is parked, so that the later ones of its group do not wait in vain.
    Never(String),
}

/// What became of a command that followed from an event.
#[derive(Debug)]
pub(crate) enum Step {
    /// It was carried out, now or before.
    Done,
    /// The business says no.
    Refused(Refusal),
}

impl From<ReadModelError> for NotTaken {
    fn from(error: ReadModelError) -> Self {
        match &error {
            ReadModelError::Unavailable(_) => Self::Later(causes(&error)),
            ReadModelError::Broken(_) => Self::Never(causes(&error)),
        }
    }
}

impl Delivery {
    /// The event that it carries.
    pub(crate) fn event<E: DeserializeOwned>(&self) -> Result<CloudEvent<E>, NotTaken> {
        serde_json::from_str(&self.body).map_err(|error| NotTaken::Never(format!("not an event: {error}")))
    }

    /// Carries out a command that follows from the event, about one of several things: once, however often
    /// the event comes, because its id follows from both and from who sends it.
    pub(crate) async fn command<E>(
        &self,
        dependencies: &Dependencies,
        event: &CloudEvent<E>,
        about: Uuid,
        command: &impl Command,
    ) -> Result<Step, NotTaken> {
        let now = dependencies.clock.now();
        let message = Message {
            id: MessageId::of_key(event.id, &format!("{} {about}", self.subscriber)),
            fingerprint: None,
            received: now,
            correlation: event.correlationid.clone(),
            traceparent: event.traceparent.clone(),
        };
        match dependencies.workouts.execute(&message, &dependencies.terms(now), command, &Answer::default()).await {
            Ok(_) => Ok(Step::Done),
            Err(ExecuteError::Refused(refusal)) => Ok(Step::Refused(refusal)),
            Err(ExecuteError::TryAgain(cause)) => Err(NotTaken::Later(causes(&*cause))),
            Err(error @ (ExecuteError::KeyReused | ExecuteError::Broken(_))) => Err(NotTaken::Never(causes(&error))),
        }
    }

    fn of(subscriber: &'static str, message: SqsMessage) -> Option<Self> {
        let mut attributes = message.attributes;
        Some(Self {
            subscriber,
            body: message.body?,
            group: attributes.remove("MessageGroupId")?,
            deduplication: attributes.remove("MessageDeduplicationId")?,
            id: message.message_id?,
            deliveries: attributes.remove("ApproximateReceiveCount")?.parse().ok()?,
        })
    }
}

/// Delivers a batch of messages, one after another. Those that are not taken go back to the queue.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting>
pub(crate) async fn deliver(
    subscriber: &'static str,
    take: SubscriberHandler,
    dependencies: &Dependencies,
    payload: &[u8],
) -> Result<Vec<u8>, InvokeError> {
    let batch: SqsEvent = serde_json::from_slice(payload)?;
    let mut waiting = HashSet::new();
    let mut failures = Vec::new();
    for message in batch.records {
        let delivery = Delivery::of(subscriber, message).ok_or("not a message of a FIFO queue")?;
        let taken = if waiting.contains(&delivery.group) {
            Err(NotTaken::Later("an earlier message of its group has not been taken".into()))
        } else {
            take_one(take, dependencies, &delivery).await
        };
        let taken = match taken {
            Err(NotTaken::Never(reason)) => park(subscriber, dependencies, &delivery, &reason).await,
            taken => taken,
        };
        if let Err(NotTaken::Later(reason) | NotTaken::Never(reason)) = taken {
            tracing::warn!(
                subscriber,
                message = delivery.deduplication,
                deliveries = delivery.deliveries,
                reason,
                "not taken"
            );
            failures.push(json!({ "itemIdentifier": delivery.id }));
            waiting.insert(delivery.group);
        } else {
            tracing::info!(subscriber, message = delivery.deduplication, deliveries = delivery.deliveries, "taken");
        }
    }
    Ok(serde_json::to_vec(&json!({ "batchItemFailures": failures }))?)
}

/// A panic costs the message that it met, not the batch.
async fn take_one(take: SubscriberHandler, dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    match AssertUnwindSafe(take(dependencies, delivery)).catch_unwind().await {
        Ok(taken) => taken,
        Err(_) if delivery.deliveries < MOST_PANICS => Err(NotTaken::Later("its handler panicked".into())),
        Err(_) => Err(NotTaken::Never("its handler panics again and again".into())),
    }
}

/// Sends a message to the dead letters itself: else it would come back until the queue gives it up, and
/// hold up its group all that time.
async fn park(
    subscriber: &str,
    dependencies: &Dependencies,
    delivery: &Delivery,
    reason: &str,
) -> Result<(), NotTaken> {
    let later = |error: InvokeError| NotTaken::Later(error.to_string());
    let message = Outgoing {
        place: 0,
        queue: dependencies.settings.dead_letters_of(subscriber).map_err(|error| later(error.into()))?.to_owned(),
        group: delivery.group.clone(),
        id: delivery.deduplication.clone(),
        body: delivery.body.clone(),
    };
    Queues::new(&dependencies.aws).park(message, reason).await.map_err(|error| later(error.into()))?;
    tracing::error!(subscriber, message = delivery.deduplication, reason, "parked");
    Ok(())
}
