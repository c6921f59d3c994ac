use kit_domain::{Context, ReadModelError};
use uuid::Uuid;

use super::{CommandStatus, record::key};
use crate::{Answer, MessageId, Table, Write, failure::Failure, item::text};

/// The outcome of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completed {
    /// It has had its effects.
    Succeeded(Answer),
    /// It has had none: a problem document says why.
    Failed(String),
}

/// The part of a transaction that completes a command, because the rest of it are its effects.
pub(crate) fn complete_as_succeeded(command: MessageId, acceptance: Uuid, answer: &Answer) -> Write {
    update(command, acceptance, &Completed::Succeeded(answer.clone()))
}

/// From now on the record keeps the outcome of the command, and nothing of its request.
fn update(command: MessageId, acceptance: Uuid, completed: &Completed) -> Write {
    let (status, kept) = match completed {
        Completed::Succeeded(Answer { content_location }) => {
            ("succeeded", content_location.as_ref().map(|location| ("contentLocation", location)))
        }
        Completed::Failed(problem) => ("failed", Some(("problem", problem))),
    };
    let set = kept.map_or_else(String::new, |(name, _)| format!(", {name} = :kept"));
    let update =
        Write::update(key(command), format!("SET #status = :status{set} REMOVE #request, #events, #list, #place"))
            .when("#status = :accepted AND acceptance = :acceptance")
            .name("#status", "status")
            .name("#request", "request")
            .name("#events", "events")
            .name("#list", "list")
            .name("#place", "place")
            .value(":status", text(status))
            .value(":accepted", text("accepted"))
            .value(":acceptance", text(acceptance));
    match kept {
        Some((_, value)) => update.value(":kept", text(value)),
        None => update,
    }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// Completes a command whose effects, if any, are another write's. Harmless when it has been completed.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn complete(
        &self,
        command: MessageId,
        acceptance: Uuid,
        completed: &Completed,
    ) -> Result<(), ReadModelError> {
        match self.write(update(command, acceptance, completed)).await {
            Ok(()) => Ok(()),
            // It has been completed, unless a transaction was under way that may still fail.
            Err(Failure::Conflict(cause)) => match self.command(command).await? {
                Some(there) if there.status == CommandStatus::Accepted && there.acceptance == acceptance => {
                    Err(ReadModelError::Unavailable(cause))
                }
                _ => Ok(()),
            },
            Err(failure) => Err(failure.into()),
        }
    }
}
