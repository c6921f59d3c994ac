use domain::community::{AuthorId, Post, PostId, commands::DeletePosts, queries::PostPlace};
use kit_domain::Aggregate;
use kit_dynamodb::{
    Changed, Item, ItemKey, Read, Stored, Transaction, Write, WriteError,
    item::{from_item, to_item},
    transaction::MOST_ACTIONS,
};
use serde::Deserialize;

use super::author;
use crate::Layout;

// A post costs three actions: its state, its author's entry and its commit. The inbox record and the completion of a
// deferred command come on top.
const _: () = assert!(3 * DeletePosts::MOST + 2 <= MOST_ACTIONS, "one transaction deletes all posts of a command");

/// The prefix of the sort keys of an author's posts.
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
pub(super) fn state_key(id: PostId) -> ItemKey {
    ItemKey::state(collection(id))
}

/// The key of a post's entry among its author's. All nine digits of a second's parts are there, whether
/// they are zero or not: only so times sort as texts.
pub(super) fn entry_key(author: AuthorId, PostPlace { time, post }: PostPlace) -> ItemKey {
    ItemKey { pk: author::collection(author), sk: format!("{ENTRY}{time:.9}#{post}") }
}

impl Stored<Layout> for Post {
    const SOURCE: &'static str = "/community/posts";

    fn key(id: &PostId) -> ItemKey {
        state_key(*id)
    }

    fn subject(id: &PostId) -> String {
        id.to_string()
    }

    fn read(_id: &PostId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let StateItem { version, post } = from_item(item.clone())?;
        Ok(Read::Found(post, version))
    }

    /// The condition on the state guards the author's entry: nobody writes or deletes one without the other. Of a deleted
    /// post only the commits are left, which have no text.
    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for post in changed {
            let Changed { aggregate, loaded, .. } = *post;
            let state = state_key(aggregate.id());
            let entry = entry_key(aggregate.author().id, PostPlace { time: aggregate.time(), post: aggregate.id() });
            if aggregate.is_deleted() {
                transaction.push(Write::delete(state).when_loaded(loaded))?;
                transaction.push(Write::delete(entry))?;
            } else {
                transaction.push(Write::put_state(state, to_item(aggregate)?, loaded))?;
                transaction.push(Write::put(entry, to_item(aggregate)?))?;
            }
            post.put_commit::<Layout>(transaction)?;
        }
        Ok(())
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
