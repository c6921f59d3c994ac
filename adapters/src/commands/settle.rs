use aws_sdk_dynamodb::types::{TransactWriteItem, Update, builders::UpdateBuilder};
use domain::ReadModelError;
use uuid::Uuid;

use super::{CommandStatus, record::key};
use crate::store::{
    Answer, MessageId, Table,
    failure::{self, Failure},
    item::{complete, text},
};

/// What came of a command in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It has had its effects.
    Succeeded(Answer),
    /// It has had none: a problem document says why.
    Failed(String),
}

/// The part of a transaction that settles a command as succeeded, because the rest of it are its effects.
pub(crate) fn settle_as_succeeded(
    table: &str,
    command: MessageId,
    acceptance: Uuid,
    answer: &Answer,
) -> TransactWriteItem {
    let update = update(table, command, acceptance, &Settled::Succeeded(answer.clone()));
    TransactWriteItem::builder().update(complete(update.build())).build()
}

/// From now on the record keeps what came of the command, and nothing of what was in it.
fn update(table: &str, command: MessageId, acceptance: Uuid, settled: &Settled) -> UpdateBuilder {
    let (status, kept) = match settled {
        Settled::Succeeded(Answer { content_location }) => {
            ("succeeded", content_location.as_ref().map(|location| ("contentLocation", location)))
        }
        Settled::Failed(problem) => ("failed", Some(("problem", problem))),
    };
    let set = kept.map_or_else(String::new, |(name, _)| format!(", {name} = :kept"));
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key(command).attributes()))
        .update_expression(format!("SET #status = :status{set} REMOVE #request, #events, #list, #place"))
        .condition_expression("#status = :accepted AND acceptance = :acceptance")
        .expression_attribute_names("#status", "status")
        .expression_attribute_names("#request", "request")
        .expression_attribute_names("#events", "events")
        .expression_attribute_names("#list", "list")
        .expression_attribute_names("#place", "place")
        .expression_attribute_values(":status", text(status))
        .expression_attribute_values(":accepted", text("accepted"))
        .expression_attribute_values(":acceptance", text(acceptance));
    match kept {
        Some((_, value)) => update.expression_attribute_values(":kept", text(value)),
        None => update,
    }
}

impl Table {
    /// Settles a command whose effects, if any, are another write's. Harmless when it has been settled.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn settle(&self, command: MessageId, acceptance: Uuid, settled: &Settled) -> Result<(), ReadModelError> {
        let update = complete(update(&self.name, command, acceptance, settled).build());
        let written = self
            .client
            .update_item()
            .table_name(&*self.name)
            .set_key(Some(update.key))
            .update_expression(update.update_expression)
            .set_condition_expression(update.condition_expression)
            .set_expression_attribute_names(update.expression_attribute_names)
            .set_expression_attribute_values(update.expression_attribute_values)
            .send()
            .await;
        match written.map_err(failure::of_conditional) {
            Ok(_) => Ok(()),
            // It is settled, unless a transaction was under way that may still fail.
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
