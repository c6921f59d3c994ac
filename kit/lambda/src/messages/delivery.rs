use aws_lambda_events::sqs::SqsMessage;
use jiff::Timestamp;
use kit_domain::{Command, Refused};
use kit_dynamodb::{Answer, Attempt, CloudEvent, EVENTS, ExecuteError, Message, MessageId};
use serde::{Deserialize, de::DeserializeOwned};
use tracing::Span;
use uuid::Uuid;

use super::{Outgoing, Unhandled};
use crate::{Service, Subscription};

/// The attribute that counts how often a message has stepped back.
pub(super) const STEPS_BACK: &str = "stepsBack";

/// The attribute that counts how often a message has been continued.
pub(super) const CONTINUED: &str = "continued";

/// A message as a subscriber's queue delivers it.
pub struct Delivery {
    subscriber: &'static str,
    body: String,
    envelope: Option<Envelope>,
    pub(super) group: String,
    deduplication: String,
    pub(super) id: String,
    pub(super) deliveries: u32,
    pub(super) steps_back: u32,
    pub(super) continued: u32,
}

/// The parts of any event that the mechanism needs.
#[derive(Deserialize)]
struct Envelope {
    time: Timestamp,
    correlationid: Option<String>,
}

/// The outcome of a command that followed from an event.
#[derive(Debug)]
pub enum Executed {
    /// It has had its effects, now or before.
    Done,
    /// The business says no.
    Refused(Refused),
}

impl Delivery {
    /// The event in the message.
    ///
    /// # Errors
    /// [`Unhandled::Never`] when it is none of `E`.
    pub fn event<E: DeserializeOwned>(&self) -> Result<CloudEvent<E>, Unhandled> {
        serde_json::from_str(&self.body).map_err(|error| Unhandled::Never(format!("not an event: {error}")))
    }

    /// Executes a command that follows from the event, about one of several things: once, however often the event comes,
    /// because the command's id follows from the event, the subscriber and the thing.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn execute<S, E, K>(
        &self,
        service: &S,
        event: &CloudEvent<E>,
        about: Uuid,
        command: &K,
    ) -> Result<Executed, Unhandled>
    where
        S: Service,
        E: Sync,
        K: Command<Attempt<S::Context, S::Layout>>,
    {
        let id = MessageId::of_key(event.id, &format!("{} {about}", self.subscriber));
        let message = message(service, event, id);
        match service.table().execute(&message, command, &Answer::default()).await {
            Ok(_) => Ok(Executed::Done),
            Err(ExecuteError::Refused(refused)) => Ok(Executed::Refused(refused)),
            Err(error) => Err(error.into()),
        }
    }

    /// Records in the inbox that the event has had all its effects, so that reconciliation does not send it again. It is
    /// the last step of every subscriber in any order.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn record_handled<S: Service, E: Sync>(
        &self,
        service: &S,
        event: &CloudEvent<E>,
    ) -> Result<(), Unhandled> {
        let message = message(service, event, MessageId::of_event(event.id, self.subscriber));
        Ok(service.table().record_handled(&message).await?)
    }

    pub(super) fn of(subscription: &Subscription, message: SqsMessage) -> Option<Self> {
        let mut attributes = message.attributes;
        let count = |name| message.message_attributes.get(name)?.string_value.as_ref()?.parse().ok();
        let (steps_back, continued) = (count(STEPS_BACK).unwrap_or(0), count(CONTINUED).unwrap_or(0));
        let body = message.body?;
        Some(Self {
            subscriber: subscription.subscriber(),
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

    /// The id under which the subscriber records that the event was handled; none when the message is no event.
    pub(super) fn message_id(&self) -> Option<MessageId> {
        #[derive(Deserialize)]
        struct Event {
            id: Uuid,
        }
        let event: Event = serde_json::from_str(&self.body).ok()?;
        Some(MessageId::of_event(event.id, self.subscriber))
    }

    /// How long ago its event happened, in milliseconds.
    pub(super) fn age(&self, now: Timestamp) -> Option<i64> {
        let happened = self.envelope.as_ref()?.time;
        Some(now.as_millisecond() - happened.as_millisecond())
    }

    /// The fields of every line of the log that is written while the message is handled.
    pub(super) fn span(&self) -> Span {
        let correlation_id = self.envelope.as_ref().and_then(|envelope| envelope.correlationid.as_deref());
        tracing::info_span!("delivery", subscriber = self.subscriber, message = self.deduplication, correlation_id)
    }

    /// The same message for another place. Its id is this delivery's own, because a queue drops an id that it has
    /// accepted in the last five minutes.
    pub(super) fn again(&self, queue: String) -> Outgoing {
        Outgoing {
            place: 0,
            queue,
            group: self.group.clone(),
            id: format!("{}-{}", self.id, self.deliveries),
            body: self.body.clone(),
        }
    }
}

/// A message that follows from an event.
fn message<E>(service: &impl Service, event: &CloudEvent<E>, id: MessageId) -> Message {
    let now = service.runtime().clock().now();
    Message {
        id,
        fingerprint: None,
        received: now,
        begun: now,
        completes: None,
        kept: EVENTS,
        correlation: event.correlationid.clone(),
        traceparent: event.traceparent.clone(),
    }
}
