use crate::Layout;
use domain::workouts::users::{StillActive, User, UserId, queries::NamePlace};
use kit_dynamodb::{
    Changed, Item, ItemKey, Read, Stored, StoredCondition, Transaction, Write, WriteError,
    item::{from_item, number, text, to_item},
};
use serde::{Deserialize, Serialize};

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

/// A user's place in the list, as text.
pub(super) fn place(place: &NamePlace) -> String {
    format!("{}#{}", place.name, place.user)
}

impl Stored<Layout> for User {
    const SOURCE: &'static str = "/workouts/users";

    fn key(id: &UserId) -> ItemKey {
        state_key(*id)
    }

    fn subject(id: &UserId) -> String {
        id.to_string()
    }

    fn read(_id: &UserId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let StateItem { version, user } = from_item(item.clone())?;
        Ok(Read::Found(user, version))
    }

    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for user in changed {
            transaction.push(state(user)?)?;
            user.put_commit::<Layout>(transaction)?;
        }
        Ok(())
    }
}

/// A new user, or one who is deactivated and on no list any more. The balance, which the item has too, stays as it is.
fn state(changed: &Changed<'_, User>) -> Result<Write, WriteError> {
    let (user, loaded) = (changed.aggregate, changed.loaded);
    let key = state_key(user.id());
    match (user.name(), user.deactivated()) {
        (_, Some(deactivated)) => {
            let update = Write::update(key, "SET version = :version, deactivatedAt = :at REMOVE #name, #list, place")
                .when_loaded(loaded)
                .name("#name", "name")
                .name("#list", "list")
                .value(":version", number(changed.version()))
                .value(":at", text(deactivated.to_string()));
            Ok(update)
        }
        (Some(name), None) => {
            let item = to_item(Written { user, list: LIST, place: place(&NamePlace::of(name, user.id())) })?;
            Ok(Write::put_state(key, item, loaded))
        }
        (None, None) => Err(WriteError::Other("a user without a name is deactivated".into())),
    }
}

impl StoredCondition<Layout> for StillActive {
    fn check(&self) -> Write {
        Write::check(state_key(self.0)).when("attribute_not_exists(deactivatedAt)")
    }
}
