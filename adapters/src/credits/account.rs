use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::{
    credits::{Account, AccountEvent, AccountId},
    users::UserId,
};
use serde::{Deserialize, Serialize};

use super::stored_event::StoredEvent;
use crate::{
    store::{
        Message, Table,
        commit::{Commit, Origin},
        failure::{self, Failure},
        item::{Item, ItemKey, commit_sk, complete, from_item, number, put_state, text, to_item},
    },
    users,
};

const SOURCE: &str = "/workouts/credits";

/// The form that snapshots are written in. One of another form is not read: the account is replayed
/// from its commits, and the next change writes it anew.
const SNAPSHOT_FORM: u32 = 1;

/// What a snapshot holds beside its version.
#[derive(Serialize)]
struct Snapshot {
    form: u32,
    balance: u64,
}

/// The item collection of an account.
pub(super) fn collection(id: AccountId) -> String {
    format!("CREDITS#{}", id.0)
}

/// The key of an account's snapshot.
pub(crate) fn state_key(id: AccountId) -> ItemKey {
    ItemKey::state(collection(id))
}

/// An account and its version as its snapshot tells, if it is of the form that this release reads.
pub(crate) fn snapshot(id: AccountId, item: &Item) -> Result<Option<(Account, u64)>, serde_dynamo::Error> {
    #[derive(Deserialize)]
    struct Form {
        #[serde(default)]
        form: u32,
    }
    #[derive(Deserialize)]
    struct Stored {
        version: u64,
        balance: u64,
    }
    let Form { form } = from_item(item.clone())?;
    if form != SNAPSHOT_FORM {
        return Ok(None);
    }
    let Stored { version, balance } = from_item(item.clone())?;
    Ok(Some((Account::snapshot(id, balance), version)))
}

impl Table {
    /// An account and its version, from its whole history.
    pub(crate) async fn replay_account(&self, id: AccountId) -> Result<(Account, u64), Failure> {
        let mut pages = self
            .client
            .query()
            .table_name(&*self.name)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND begins_with(sk, :commits)")
            .expression_attribute_values(":pk", text(collection(id)))
            .expression_attribute_values(":commits", text("COMMIT#"))
            .into_paginator()
            .items()
            .send();
        let (mut history, mut version) = (Vec::new(), 0);
        while let Some(item) = pages.next().await {
            let commit: Commit<StoredEvent> = from_item(item.map_err(failure::of_call)?)?;
            for event in commit.events {
                version = event.sequence.version;
                history.push(AccountEvent::from(event.event));
            }
        }
        let account = Account::replay(id, history).map_err(|corrupted| Failure::Broken(corrupted.into()))?;
        Ok((account, version))
    }

    /// Writes an account that was loaded at this version: its snapshot, its commit, and the balance
    /// that the list of users tells, on condition that the holder is still active if that counts.
    pub(crate) fn write_account(
        &self,
        message: &Message,
        account: &Account,
        loaded: u64,
        holder_active: bool,
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let id = account.id();
        let origin = Origin { message, source: SOURCE };
        let events = self.envelopes(&origin, &id.0.to_string(), loaded + 1, account.events());
        let commit = ItemKey { pk: collection(id), sk: commit_sk(loaded + 1) };
        let snapshot = Snapshot { form: SNAPSHOT_FORM, balance: account.balance() };
        // Credits are only ever granted to a registered user, so there is one.
        let listed = Update::builder()
            .table_name(&*self.name)
            .set_key(Some(users::state_key(UserId::from(id.0)).attributes()))
            .update_expression("SET balance = :balance")
            .condition_expression(if holder_active {
                format!("attribute_exists(pk) AND {}", users::IS_ACTIVE)
            } else {
                "attribute_exists(pk)".to_owned()
            })
            .expression_attribute_values(":balance", number(account.balance()))
            .build();
        Ok(vec![
            put_state(&self.name, &state_key(id), to_item(snapshot)?, loaded),
            self.put_commit(message, &commit, events)?,
            TransactWriteItem::builder().update(complete(listed)).build(),
        ])
    }
}
