use aws_sdk_dynamodb::types::{Get, TransactGetItem};
use jiff::Timestamp;
use kit_domain::{Context, ReadModelError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    CloudEvent, EventSequence, ExecuteError, Message, MessageId, Table,
    execute::{MOST_ATTEMPTS, pause},
    failure::{self, Failure},
    inbox,
    item::{Item, ItemKey, complete, from_item, number, text, to_item},
    log::commits,
};

/// The list of commands that have been accepted and not completed, by when they were accepted.
pub(crate) const LIST: &str = "COMMANDS";

/// What can have happened to a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum CommandEvent {
    /// A command was accepted, to be executed soon.
    #[serde(rename = "command.accepted.v1")]
    Accepted {
        /// Which one.
        command: Uuid,
        /// The name of the context that keeps its record.
        #[serde(rename = "books")]
        context: String,
    },
}

/// The status of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommandStatus {
    /// It will be executed, or reported as failed.
    Accepted,
    /// It has had its effects.
    Succeeded,
    /// It has had none, and never will.
    Failed,
}

/// A command that was accepted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedCommand {
    /// Its status.
    pub status: CommandStatus,
    /// Who sent it.
    pub sender: Uuid,
    /// When it was accepted: its time rules are judged as of then.
    pub accepted: Timestamp,
    /// Which acceptance of it this is: after a failure it may be accepted again.
    pub acceptance: Uuid,
    /// The fingerprint that it must have again when it is sent again under the same key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    /// The request that it came with, until it is completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Where the thing that it started can be read, once it has succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_location: Option<String>,
    /// Why it failed: a problem document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Seconds since 1970.
    expires_at: i64,
}

/// How a record is written when its command is accepted.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    command: &'a AcceptedCommand,
    events: [CloudEvent<CommandEvent>; 1],
    list: &'a str,
    place: String,
}

/// The key of a command's record.
pub(super) fn key(command: MessageId) -> ItemKey {
    ItemKey { pk: format!("COMMAND#{command}"), sk: "COMMAND".into() }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// Accepts the command that `message` is, to be executed later from its `request`: one write, which the table's
    /// stream publishes. A command that has been accepted before is not accepted again, unless it has failed.
    ///
    /// # Errors
    /// [`ExecuteError::KeyReused`] when the key was used for another command, [`ExecuteError::TryAgain`] when
    /// the table is busy, and whether the command was accepted is unknown.
    pub async fn accept(&self, message: &Message, sender: Uuid, request: String) -> Result<(), ExecuteError> {
        let id = message.id;
        let command = AcceptedCommand {
            status: CommandStatus::Accepted,
            sender,
            accepted: message.received,
            acceptance: self.ids.next(),
            fingerprint: message.fingerprint.as_ref().map(|fingerprint| fingerprint.0.clone()),
            request: Some(request),
            content_location: None,
            problem: None,
            expires_at: message.received.saturating_add(message.kept).unwrap_or(Timestamp::MAX).as_second(),
        };
        let accepted = CommandEvent::Accepted { command: id.into(), context: C::NAME.to_owned() };
        // Its sender is its group: one person's commands are executed one after another.
        let subject = sender.to_string();
        let source = format!("/{}/commands", C::NAME);
        let event = CloudEvent::new(command.acceptance, message, &source, subject, EventSequence::FIRST, accepted);
        let place = commits::place(message.received, &key(id));
        let item = to_item(Written { command: &command, events: [event], list: LIST, place });
        let mut item = item.map_err(|error| ExecuteError::Broken(error.into()))?;
        item.extend(key(id).attributes());
        for attempt in 1.. {
            let failed = match self.put_command(item.clone(), command.acceptance, message.received).await {
                Ok(()) => return Ok(()),
                // Something is there: the same command, perhaps of this very call, whose answer was lost.
                Err(Failure::Conflict(_)) => match self.command(id).await {
                    Ok(Some(there)) if there.fingerprint == command.fingerprint => return Ok(()),
                    Ok(Some(_)) => return Err(ExecuteError::KeyReused),
                    Ok(None) => Failure::Conflict("the command that was there is not there any more".into()),
                    Err(ReadModelError::Unavailable(cause)) => Failure::Unavailable(cause),
                    Err(ReadModelError::Broken(cause)) => Failure::Broken(cause),
                },
                Err(failed) => failed,
            };
            match failed {
                Failure::Broken(cause) => return Err(ExecuteError::Broken(cause)),
                Failure::Conflict(cause) | Failure::Unavailable(cause) if attempt == MOST_ATTEMPTS => {
                    return Err(ExecuteError::TryAgain(cause));
                }
                Failure::Conflict(_) | Failure::Unavailable(_) => pause(attempt).await,
            }
        }
        unreachable!("the last attempt has returned")
    }

    /// After a failure it may be accepted again, but only by another acceptance. The same one, repeated because its
    /// answer was lost, would be accepted without being executed: its event has been handled, and no queue takes it twice.
    async fn put_command(&self, item: Item, acceptance: Uuid, now: Timestamp) -> Result<(), Failure> {
        let put = self
            .client
            .put_item()
            .table_name(&*self.name)
            .set_item(Some(item))
            .condition_expression(
                "attribute_not_exists(pk) OR (#status = :failed AND acceptance <> :acceptance) OR expiresAt <= :now",
            )
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":failed", text("failed"))
            .expression_attribute_values(":acceptance", text(acceptance))
            .expression_attribute_values(":now", number(now.as_second()));
        put.send().await.map(drop).map_err(failure::of_conditional)
    }

    /// A command that was accepted, read strongly consistently.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn command(&self, id: MessageId) -> Result<Option<AcceptedCommand>, ReadModelError> {
        self.get(&key(id)).await
    }

    /// Whether a message that would be refused now has been accepted or executed before under the same key.
    ///
    /// # Errors
    /// See [`ExecuteError`].
    pub async fn has_seen(&self, message: &Message) -> Result<bool, ExecuteError> {
        #[derive(Deserialize)]
        struct Known {
            #[serde(default)]
            fingerprint: Option<String>,
            #[serde(default)]
            status: Option<CommandStatus>,
        }
        let Some(fingerprint) = &message.fingerprint else { return Ok(false) };
        let keys = [key(message.id), inbox::key(message.id)];
        let gets = keys.iter().map(|key| {
            let get = Get::builder().table_name(&*self.name).set_key(Some(key.attributes())).build();
            TransactGetItem::builder().get(complete(get)).build()
        });
        let get = self.client.transact_get_items().set_transact_items(Some(gets.collect()));
        let found = get.send().await.map_err(failure::of_reading_transaction).map_err(|failed| match failed {
            Failure::Broken(cause) => ExecuteError::Broken(cause),
            Failure::Conflict(cause) | Failure::Unavailable(cause) => ExecuteError::TryAgain(cause),
        })?;
        for item in found.responses.unwrap_or_default().into_iter().filter_map(|response| response.item) {
            let known: Known = from_item(item).map_err(|error| ExecuteError::Broken(error.into()))?;
            if known.status != Some(CommandStatus::Failed) && known.fingerprint.as_deref() == Some(&*fingerprint.0) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
