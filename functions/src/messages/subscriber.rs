use std::{collections::HashSet, panic::AssertUnwindSafe};

use adapters::{
    causes,
    effort::Effort,
    messages::{Outgoing, Queues},
    store::{Answer, CloudEvent, EVENTS, ExecuteError, Message, MessageId},
};
use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use domain::{
    Command, ReadModelError, Refusal,
    subscriptions::{SUBSCRIPTIONS, Subscription},
};
use futures_util::FutureExt;
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use tracing::{Instrument, Span};
use uuid::Uuid;

use crate::{Dependencies, InvokeError, function::BoxFuture, metrics::BatchMetrics};

/// Takes one message of a subscriber's queue.
pub(crate) type SubscriberHandler = for<'a> fn(&'a Dependencies, &'a Delivery) -> BoxFuture<'a, Result<(), NotTaken>>;

/// When a handler panics over a message that has been delivered so often, the message is parked.
const MOST_PANICS: u32 = 5;

/// How often a message is delivered before it steps back behind its group.
const DELIVERIES_BEFORE_STEP_BACK: u32 = 2;

/// How often a message steps back before it stays where it is.
const MOST_STEPS_BACK: u32 = 20;

/// The attribute that tells how often a message has stepped back.
const STEPS_BACK: &str = "stepsBack";

/// The attribute that tells how often a message has been gone on with.
const CONTINUED: &str = "continued";

/// A message as it was delivered.
pub(crate) struct Delivery {
    subscriber: &'static str,
    body: String,
    envelope: Option<Envelope>,
    group: String,
    deduplication: String,
    id: String,
    deliveries: u32,
    steps_back: u32,
    continued: u32,
}

/// What logs and metrics need to know of any event.
#[derive(Deserialize)]
struct Envelope {
    time: Timestamp,
    correlationid: Option<String>,
}

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) enum NotTaken {
    /// Later it may be: it goes back to its queue, and the later ones of its group wait behind it.
    Later(String),
    /// One that has to come first has not come yet. It may stand behind this one in the queue, so this one
    /// must not wait in front of it for ever.
    Early,
    /// It has been in part, and there is more to do than one delivery should take: it is gone on with by the
    /// same message, at the end of the queue. Only for who takes events in any order, and has got further.
    Unfinished,
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

impl From<ExecuteError> for NotTaken {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::TryAgain(cause) => Self::Later(causes(&*cause)),
            error @ (ExecuteError::Refused(_) | ExecuteError::KeyReused | ExecuteError::Broken(_)) => {
                Self::Never(causes(&error))
            }
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
    pub(crate) async fn command<E, C: Command>(
        &self,
        dependencies: &Dependencies,
        event: &CloudEvent<E>,
        about: Uuid,
        command: &C,
    ) -> Result<Step, NotTaken> {
        let id = MessageId::of_key(event.id, &format!("{} {about}", self.subscriber));
        let message = message(dependencies, event, id);
        let terms = dependencies.terms(message.received);
        match dependencies.table(C::BOOKS).execute(&message, &terms, command, &Answer::default()).await {
            Ok(_) => Ok(Step::Done),
            Err(ExecuteError::Refused(refusal)) => Ok(Step::Refused(refusal)),
            Err(error) => Err(error.into()),
        }
    }

    /// Notes in the subscriber's inbox that all has been done that follows from the event: the last step of
    /// every subscriber that notes nothing else, so that reconciliation does not take the event for lost.
    pub(crate) async fn remember<E>(&self, dependencies: &Dependencies, event: &CloudEvent<E>) -> Result<(), NotTaken> {
        let Some(subscription) = self.subscription() else { return Ok(()) };
        let message = message(dependencies, event, MessageId::of_event(event.id, self.subscriber));
        Ok(dependencies.inbox_of(subscription).remember(&message).await?)
    }

    fn subscription(&self) -> Option<&'static Subscription> {
        SUBSCRIPTIONS.iter().find(|subscription| subscription.subscriber == self.subscriber)
    }

    fn of(subscriber: &'static str, message: SqsMessage) -> Option<Self> {
        let mut attributes = message.attributes;
        let count = |name| message.message_attributes.get(name)?.string_value.as_ref()?.parse().ok();
        let (steps_back, continued) = (count(STEPS_BACK).unwrap_or(0), count(CONTINUED).unwrap_or(0));
        let body = message.body?;
        Some(Self {
            subscriber,
            envelope: serde_json::from_str(&body).ok(),
            body,
            group: attributes.remove("MessageGroupId")?,
            deduplication: attributes.remove("MessageDeduplicationId")?,
            id: message.message_id?,
            deliveries: attributes.remove("ApproximateReceiveCount")?.parse().ok()?,
            steps_back,
            continued,
        })
    }

    /// How long ago its event happened, in milliseconds.
    fn age(&self, now: Timestamp) -> Option<i64> {
        let happened = self.envelope.as_ref()?.time;
        Some(now.as_millisecond() - happened.as_millisecond())
    }

    /// What every line of the log tells that is written while the message is taken.
    fn span(&self) -> Span {
        let correlation_id = self.envelope.as_ref().and_then(|envelope| envelope.correlationid.as_deref());
        tracing::info_span!("delivery", subscriber = self.subscriber, message = self.deduplication, correlation_id)
    }

    /// The same message for another place: with an id of this delivery, because a queue takes an id only
    /// once in five minutes, and drops what comes under it again.
    fn again(&self, queue: &str) -> Outgoing {
        Outgoing {
            place: 0,
            queue: queue.to_owned(),
            group: self.group.clone(),
            id: format!("{}-{}", self.id, self.deliveries),
            body: self.body.clone(),
        }
    }
}

/// What follows from an event.
fn message<E>(dependencies: &Dependencies, event: &CloudEvent<E>, id: MessageId) -> Message {
    let now = dependencies.clock.now();
    Message {
        id,
        fingerprint: None,
        received: now,
        begun: now,
        settles: None,
        remembered: EVENTS,
        correlation: event.correlationid.clone(),
        traceparent: event.traceparent.clone(),
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
    Effort::begin();
    let batch: SqsEvent = serde_json::from_slice(payload)?;
    let deliveries = batch.records.into_iter().map(|message| Delivery::of(subscriber, message));
    let deliveries = deliveries.collect::<Option<Vec<_>>>().ok_or("not a message of a FIFO queue")?;
    let (mut waiting, mut early) = (HashSet::new(), Vec::new());
    let mut failures = Vec::new();
    for delivery in &deliveries {
        let waits = waiting.contains(&delivery.group);
        let settled = async {
            let taken = if waits {
                Err(NotTaken::Later("an earlier message of its group has not been taken".into()))
            } else {
                take_one(take, dependencies, delivery).await
            };
            settle(dependencies, delivery, taken).await
        };
        match settled.instrument(delivery.span()).await {
            Ok(()) => {}
            Err(NotTaken::Early) => early.push(delivery),
            Err(_) => {
                failures.push(json!({ "itemIdentifier": delivery.id }));
                waiting.insert(delivery.group.clone());
            }
        }
    }
    // What had to come first may have come in the same batch.
    for delivery in early {
        let settled = async {
            let taken = match take_one(take, dependencies, delivery).await {
                Err(NotTaken::Early) => step_back(dependencies, delivery).await,
                taken => taken,
            };
            settle(dependencies, delivery, taken).await
        };
        if settled.instrument(delivery.span()).await.is_err() {
            failures.push(json!({ "itemIdentifier": delivery.id }));
        }
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let now = dependencies.clock.now();
    dependencies.measure_batch(
        subscriber,
        &BatchMetrics {
            processed: count(deliveries.len() - failures.len()),
            failures: count(failures.len()),
            ages: deliveries.iter().filter_map(|delivery| delivery.age(now)).collect(),
            effort: Effort::take(),
        },
    );
    Ok(serde_json::to_vec(&json!({ "batchItemFailures": failures }))?)
}

/// Parks what can never be taken, goes on with what has been taken in part, and tells the log how each message fared.
async fn settle(dependencies: &Dependencies, delivery: &Delivery, taken: Result<(), NotTaken>) -> Result<(), NotTaken> {
    let taken = match taken {
        Err(NotTaken::Never(reason)) => park(dependencies, delivery, &reason).await,
        Err(NotTaken::Unfinished) => go_on(dependencies, delivery).await,
        taken => taken,
    };
    let Delivery { deliveries, continued, .. } = delivery;
    match &taken {
        Ok(()) => tracing::info!(deliveries, continued, "taken"),
        Err(NotTaken::Unfinished) => tracing::debug!(deliveries, continued, "taken in part"),
        Err(NotTaken::Early) => tracing::debug!(deliveries, "an earlier one has to come first"),
        Err(NotTaken::Later(reason) | NotTaken::Never(reason)) => {
            tracing::warn!(deliveries, reason, "not taken");
        }
    }
    taken
}

/// Lets those behind it in its group go first: sends the message to the end of its own queue, and lets go
/// of it here. Not at its first delivery, so that messages that step back again and again do so at the
/// pace of the queue's visibility timeout; and not for ever, so that one whose predecessor never comes
/// grows old and alarms.
async fn step_back(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    let waits = || NotTaken::Later("an earlier event of its subject is missing".into());
    if delivery.deliveries < DELIVERIES_BEFORE_STEP_BACK || delivery.steps_back >= MOST_STEPS_BACK {
        return Err(waits());
    }
    to_the_end(dependencies, delivery, (STEPS_BACK, delivery.steps_back + 1)).await
}

/// Goes on with what has been taken in part: by the same message, sent to the end of its own queue, so that
/// each delivery is short whatever there is to do. Lambda, which knows such a turn as a loop and would end
/// it after sixteen, is told in template.yaml to allow it; it ends because each delivery does a part.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html>
async fn go_on(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    to_the_end(dependencies, delivery, (CONTINUED, delivery.continued + 1)).await
}

/// Sends a message to the end of its own queue, with a count of how often.
async fn to_the_end(
    dependencies: &Dependencies,
    delivery: &Delivery,
    (name, times): (&str, u32),
) -> Result<(), NotTaken> {
    let queue = dependencies.settings.queue_of(delivery.subscriber);
    let queue = queue.map_err(|error| NotTaken::Later(error.to_string()))?;
    let sent = Queues::new(&dependencies.aws).send_one(delivery.again(queue), (name, &times.to_string())).await;
    sent.map_err(|error| NotTaken::Later(causes(&error)))
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
/// hold up its group all that time. Noted first: what is noted and not sent comes again, what was sent and not
/// noted would be sent again and again.
async fn park(dependencies: &Dependencies, delivery: &Delivery, reason: &str) -> Result<(), NotTaken> {
    let dead_letters = dependencies.settings.dead_letters_of(delivery.subscriber);
    let dead_letters = dead_letters.map_err(|error| NotTaken::Later(error.to_string()))?;
    note_parked(dependencies, delivery).await?;
    let parked = Queues::new(&dependencies.aws).send_one(delivery.again(dead_letters), ("reason", reason)).await;
    parked.map_err(|error| NotTaken::Later(causes(&error)))?;
    tracing::error!(reason, "parked");
    Ok(())
}

/// Notes that an event was parked, so that reconciliation does not take it for lost.
async fn note_parked(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    #[derive(Deserialize)]
    struct Named {
        id: Uuid,
    }
    if let (Some(subscription), Ok(Named { id })) = (delivery.subscription(), serde_json::from_str(&delivery.body)) {
        let (table, message) = (dependencies.inbox_of(subscription), MessageId::of_event(id, delivery.subscriber));
        table.note_parked(message, dependencies.clock.now()).await?;
    }
    Ok(())
}
