use crate::Layout;
use domain::community::{Author, AuthorId, StillOpen};
use kit_dynamodb::{
    Changed, Item, ItemKey, Read, Stored, StoredCondition, Transaction, Write, WriteError,
    item::{from_item, to_item},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct StateItem {
    version: u64,
    #[serde(flatten)]
    author: Author,
}

/// The item collection of an author; their posts are listed in it too.
pub(super) fn collection(id: AuthorId) -> String {
    format!("AUTHOR#{id}")
}

/// The key of an author's mark.
pub(super) fn state_key(id: AuthorId) -> ItemKey {
    ItemKey::state(collection(id))
}

impl Stored<Layout> for Author {
    const SOURCE: &'static str = "/community/authors";

    fn key(id: &AuthorId) -> ItemKey {
        state_key(*id)
    }

    fn subject(id: &AuthorId) -> String {
        id.to_string()
    }

    fn read(_id: &AuthorId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let StateItem { version, author } = from_item(item.clone())?;
        Ok(Read::Found(author, version))
    }

    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for author in changed {
            let key = state_key(author.aggregate.id());
            transaction.push(Write::put_state(key, to_item(author.aggregate)?, author.loaded))?;
            author.put_commit::<Layout>(transaction)?;
        }
        Ok(())
    }
}

impl StoredCondition<Layout> for StillOpen {
    fn check(&self) -> Write {
        Write::check(state_key(self.0)).when("attribute_not_exists(closedAt)")
    }
}
