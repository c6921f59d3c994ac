use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem, Update};
use domain::users::{User, UserId, queries::NamePlace};
use serde::{Deserialize, Serialize};

use crate::store::{
    Message, Table,
    commit::Origin,
    item::{Item, ItemKey, commit_sk, complete, from_item, number, put_state, text, to_item},
};

const SOURCE: &str = "/workouts/users";

/// The name of the list of users in the index.
pub(super) const LIST: &str = "USERS";

#[derive(Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    user: &'a User,
    list: &'a str,
    place: String,
}

#[derive(Deserialize)]
struct StateItem {
    version: u64,
    #[serde(flatten)]
    user: User,
}

/// The item collection of a user; an attendee's trainings are listed in it too.
pub(crate) fn collection(id: UserId) -> String {
    format!("USER#{id}")
}

/// The key of a user's item.
pub(crate) fn state_key(id: UserId) -> ItemKey {
    ItemKey::state(collection(id))
}

/// A user and their version.
pub(crate) fn user(item: &Item) -> Result<(User, u64), serde_dynamo::Error> {
    let item: StateItem = from_item(item.clone())?;
    Ok((item.user, item.version))
}

/// A user's place in the list, as text.
pub(super) fn place(place: &NamePlace) -> String {
    format!("{}#{}", place.name, place.user)
}

/// The condition on a user's item that the account is not deactivated.
pub(crate) const IS_ACTIVE: &str = "attribute_not_exists(deactivatedAt)";

impl Table {
    /// Writes a user who was loaded at this version: a new one, or one who is deactivated and on no list
    /// any more. The balance, which the item has too, stays as it is.
    pub(crate) fn write_user(
        &self,
        message: &Message,
        user: &User,
        loaded: u64,
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let id = user.id();
        let origin = Origin { message, source: SOURCE };
        let events = self.envelopes(&origin, &id.to_string(), loaded + 1, user.events());
        let commit = ItemKey { pk: collection(id), sk: commit_sk(loaded + 1) };
        let state = match (user.name(), user.deactivated()) {
            (Some(name), None) => {
                let item = to_item(Written { user, list: LIST, place: place(&NamePlace::of(name, id)) })?;
                put_state(&self.name, &state_key(id), item, loaded)
            }
            (_, deactivated) => {
                let update = Update::builder()
                    .table_name(&*self.name)
                    .set_key(Some(state_key(id).attributes()))
                    .update_expression("SET version = :version, deactivatedAt = :at REMOVE #name, #list, place")
                    .condition_expression("version = :loaded")
                    .expression_attribute_names("#name", "name")
                    .expression_attribute_names("#list", "list")
                    .expression_attribute_values(":version", number(loaded + 1))
                    .expression_attribute_values(":loaded", number(loaded))
                    .expression_attribute_values(":at", text(deactivated.unwrap_or(message.received).to_string()));
                TransactWriteItem::builder().update(complete(update.build())).build()
            }
        };
        Ok(vec![state, self.put_commit(message, &commit, events)?])
    }

    /// Checks that a user has not been deactivated.
    pub(crate) fn check_active(&self, user: UserId) -> TransactWriteItem {
        let check = ConditionCheck::builder()
            .table_name(&*self.name)
            .set_key(Some(state_key(user).attributes()))
            .condition_expression(IS_ACTIVE)
            .build();
        TransactWriteItem::builder().condition_check(complete(check)).build()
    }
}
