use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::users::{User, UserId, queries::NamePlace};
use serde::{Deserialize, Serialize};

use crate::store::{
    Message, Workouts,
    commit::Origin,
    item::{Item, ItemKey, commit_sk, from_item, put_state, to_item},
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

impl Workouts {
    /// Writes a new user. Only new ones are written so: an older one's item has a balance too.
    pub(crate) fn write_user(
        &self,
        message: &Message,
        user: &User,
        loaded: u64,
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let id = user.id();
        let origin = Origin { message, source: SOURCE };
        let events = self.envelopes(&origin, &id.to_string(), loaded + 1, user.events());
        let item = to_item(Written { user, list: LIST, place: place(&NamePlace::of(user.name(), id)) })?;
        let commit = ItemKey { pk: collection(id), sk: commit_sk(loaded + 1) };
        Ok(vec![put_state(&self.table, &state_key(id), item, loaded), self.put_commit(&commit, events)?])
    }
}
