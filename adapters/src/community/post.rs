use aws_sdk_dynamodb::types::{Delete, TransactWriteItem};
use domain::community::{AuthorId, Post, PostId, queries::PostPlace};
use serde::Deserialize;

use super::author;
use crate::store::{
    Message, Table,
    commit::Origin,
    item::{Item, ItemKey, commit_sk, complete, from_item, number, put, put_state, to_item},
};

const SOURCE: &str = "/community/posts";

/// What the sort keys of an author's posts begin with.
pub(super) const ENTRY: &str = "POST#";

#[derive(Deserialize)]
struct StateItem {
    version: u64,
    #[serde(flatten)]
    post: Post,
}

fn collection(id: PostId) -> String {
    format!("POST#{id}")
}

/// The key of a post.
pub(crate) fn state_key(id: PostId) -> ItemKey {
    ItemKey::state(collection(id))
}

/// The key of a post's entry among its author's. All nine digits of a second's parts are there, whether
/// they are zero or not: only so times sort as texts.
pub(super) fn entry_key(author: AuthorId, PostPlace { time, post }: PostPlace) -> ItemKey {
    ItemKey { pk: author::collection(author), sk: format!("{ENTRY}{time:.9}#{post}") }
}

/// A post and its version.
pub(crate) fn post(item: &Item) -> Result<(Post, u64), serde_dynamo::Error> {
    let item: StateItem = from_item(item.clone())?;
    Ok((item.post, item.version))
}

impl Table {
    /// Writes a post that was loaded at this version, or deletes it: of a deleted one only the commits are
    /// left, which have no text.
    pub(crate) fn write_post(
        &self,
        message: &Message,
        post: &Post,
        loaded: u64,
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let id = post.id();
        let origin = Origin { message, source: SOURCE };
        let events = self.envelopes(&origin, &id.to_string(), loaded + 1, post.events());
        let commit = self.put_commit(message, &ItemKey { pk: collection(id), sk: commit_sk(loaded + 1) }, events)?;
        let (state, entry) = (state_key(id), entry_key(post.author().id, PostPlace { time: post.time(), post: id }));
        // The state's condition guards the entry: nobody writes or deletes one without the other.
        if post.is_deleted() {
            let unchanged = Delete::builder()
                .condition_expression("version = :loaded")
                .expression_attribute_values(":loaded", number(loaded));
            return Ok(vec![self.delete(unchanged, &state), self.delete(Delete::builder(), &entry), commit]);
        }
        Ok(vec![put_state(&self.name, &state, to_item(post)?, loaded), put(&self.name, &entry, to_item(post)?), commit])
    }

    fn delete(&self, delete: aws_sdk_dynamodb::types::builders::DeleteBuilder, key: &ItemKey) -> TransactWriteItem {
        let delete = delete.table_name(&*self.name).set_key(Some(key.attributes())).build();
        TransactWriteItem::builder().delete(complete(delete)).build()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn places_sort_as_texts_as_the_posts_follow_each_other() {
        let place = |time: &str, post| PostPlace { time: time.parse().unwrap(), post: Uuid::from_u128(post).into() };
        let in_order = [
            place("2026-12-01T10:30:00Z", 8),
            place("2026-12-01T10:30:00.000000001Z", 7),
            place("2026-12-01T10:30:00.5Z", 7),
            place("2026-12-01T10:30:00.5Z", 8),
            place("2026-12-01T10:30:01Z", 1),
        ];
        assert!(in_order.is_sorted());
        assert!(in_order.map(|place| entry_key(Uuid::nil().into(), place).sk).is_sorted());
    }
}
