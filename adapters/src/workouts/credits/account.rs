use domain::workouts::{
    credits::{Account, AccountEvent, AccountId},
    users::UserId,
};
use kit_dynamodb::{
    BoxError, Changed, Item, ItemKey, Read, Stored, Transaction, Write, WriteError,
    item::{from_item, number, to_item},
    transaction::Commit,
};
use serde::{Deserialize, Serialize};

use super::stored_event::StoredEvent;
use crate::Layout;
use crate::workouts::users;

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
fn state_key(id: AccountId) -> ItemKey {
    ItemKey::state(collection(id))
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    form: u32,
}

#[derive(Deserialize)]
struct StoredSnapshot {
    version: u64,
    balance: u64,
}

impl Stored<Layout> for Account {
    const SOURCE: &'static str = "/workouts/credits";

    fn key(id: &AccountId) -> ItemKey {
        state_key(*id)
    }

    fn subject(id: &AccountId) -> String {
        id.0.to_string()
    }

    fn read(id: &AccountId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let Form { form } = from_item(item.clone())?;
        if form != SNAPSHOT_FORM {
            return Ok(Read::Outdated);
        }
        let StoredSnapshot { version, balance } = from_item(item.clone())?;
        Ok(Read::Found(Self::snapshot(*id, balance), version))
    }

    fn replay(id: &AccountId, commits: Vec<Item>) -> Result<(Self, u64), BoxError> {
        let (mut history, mut version) = (Vec::new(), 0);
        for commit in commits {
            let Commit::<StoredEvent> { events } = from_item(commit)?;
            for event in events {
                version = event.sequence.version;
                history.push(AccountEvent::from(event.event));
            }
        }
        Ok((Self::replay(*id, history)?, version))
    }

    /// The snapshot, the commit, and the balance that the list of users shows.
    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for account in changed {
            let (id, balance) = (account.aggregate.id(), account.aggregate.balance());
            let snapshot = to_item(Snapshot { form: SNAPSHOT_FORM, balance })?;
            transaction.push(Write::put_state(state_key(id), snapshot, account.loaded))?;
            account.put_commit::<Layout>(transaction)?;
            // Credits are only ever granted to a registered user, so there is one.
            let listed = Write::update(users::state_key(UserId::from(id.0)), "SET balance = :balance")
                .when("attribute_exists(pk)")
                .value(":balance", number(balance));
            transaction.push(listed)?;
        }
        Ok(())
    }
}
