use std::time::Duration;

use super::{Complaint, Scope, Section};
use crate::deployment;

/// What SQS gives a queue that asks for nothing.
const DEFAULT_VISIBILITY_SECONDS: u32 = 30;
const DEFAULT_RETENTION_SECONDS: u32 = 4 * 24 * 60 * 60;

/// An `AWS::SQS::Queue`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueResource {
    /// Its name in the template; in a nested template, behind the application's and a slash.
    pub logical_id: String,
    /// Its name in SQS.
    pub name: String,
    /// Whether it keeps the order of each group.
    pub fifo: bool,
    /// Whether equal bodies are one message.
    pub content_based_deduplication: bool,
    /// How long a received message stays hidden.
    pub visibility: Duration,
    /// How long a message is kept.
    pub retention: Duration,
    /// How long a new message stays hidden.
    pub delay: Duration,
    /// Where messages go that are received too often.
    pub dead_letters: Option<DeadLetters>,
}

/// When a queue gives up on a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetters {
    /// The logical id of the queue that it then goes to.
    pub queue: String,
    /// How often it is received before that.
    pub after: u32,
}

impl QueueResource {
    pub(super) fn read(logical_id: &str, resource: &Section<'_>, scope: &Scope<'_>) -> Result<Self, Complaint> {
        let properties = resource.get("Properties")?;
        let property = |name: &str| match &properties {
            Some(properties) => properties.get(name),
            None => Ok(None),
        };
        let flag = |name: &str| property(name)?.map_or(Ok(false), |value| value.flag());
        let seconds = |name: &str, default: u32| {
            let seconds = property(name)?.map_or(Ok(default), |value| value.number())?;
            Ok::<_, Complaint>(Duration::from_secs(seconds.into()))
        };
        Ok(Self {
            logical_id: scope.qualified(logical_id),
            name: name(&scope.qualified(logical_id), resource)?,
            fifo: flag("FifoQueue")?,
            content_based_deduplication: flag("ContentBasedDeduplication")?,
            visibility: seconds("VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS)?,
            retention: seconds("MessageRetentionPeriod", DEFAULT_RETENTION_SECONDS)?,
            delay: seconds("DelaySeconds", 0)?,
            dead_letters: match property("RedrivePolicy")? {
                Some(policy) => Some(DeadLetters {
                    queue: policy.require("deadLetterTargetArn")?.attribute_of("AWS::SQS::Queue", "Arn")?,
                    after: policy.require("maxReceiveCount")?.number()?,
                }),
                None => None,
            },
        })
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        deployment::queue_arn(&self.name)
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        deployment::queue_url(&self.name)
    }
}

/// The name that a queue has once it is deployed: its own, or one made of its logical id, which for
/// a FIFO queue ends as SQS demands.
pub(super) fn name(logical_id: &str, resource: &Section<'_>) -> Result<String, Complaint> {
    let Some(properties) = resource.get("Properties")? else {
        return Ok(deployment::name(logical_id));
    };
    if let Some(name) = properties.get("QueueName")? {
        return name.text();
    }
    let fifo = properties.get("FifoQueue")?.map_or(Ok(false), |fifo| fifo.flag())?;
    let name = deployment::name(logical_id);
    Ok(if fifo { format!("{name}.fifo") } else { name })
}
