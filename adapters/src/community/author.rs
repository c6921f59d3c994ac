use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
use domain::community::{Author, AuthorId};
use serde::Deserialize;

use crate::store::{
    Message, Table,
    commit::Origin,
    item::{Item, ItemKey, commit_sk, complete, from_item, put_state, to_item},
};

const SOURCE: &str = "/community/authors";

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
pub(crate) fn state_key(id: AuthorId) -> ItemKey {
    ItemKey::state(collection(id))
}

/// An author and their version.
pub(crate) fn author(item: &Item) -> Result<(Author, u64), serde_dynamo::Error> {
    let item: StateItem = from_item(item.clone())?;
    Ok((item.author, item.version))
}

impl Table {
    /// Writes an author who was loaded at this version.
    pub(crate) fn write_author(
        &self,
        message: &Message,
        author: &Author,
        loaded: u64,
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let id = author.id();
        let origin = Origin { message, source: SOURCE };
        let events = self.envelopes(&origin, &id.to_string(), loaded + 1, author.events());
        let commit = ItemKey { pk: collection(id), sk: commit_sk(loaded + 1) };
        Ok(vec![
            put_state(&self.name, &state_key(id), to_item(author)?, loaded),
            self.put_commit(message, &commit, events)?,
        ])
    }

    /// Checks that an author has not been closed.
    pub(crate) fn check_open(&self, author: AuthorId) -> TransactWriteItem {
        let check = ConditionCheck::builder()
            .table_name(&*self.name)
            .set_key(Some(state_key(author).attributes()))
            .condition_expression("attribute_not_exists(closedAt)")
            .build();
        TransactWriteItem::builder().condition_check(complete(check)).build()
    }
}
