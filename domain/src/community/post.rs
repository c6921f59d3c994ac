use jiff::Timestamp;
use kit_domain::{Aggregate, Identifies};
use serde::{Deserialize, Serialize};

use super::{AuthorId, Body, Community, PostEvent, PostId, Title};
use crate::workouts::users::DisplayName;

/// A text that a user publishes for the club.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    id: PostId,
    author: PostedBy,
    title: Title,
    body: Body,
    time: Timestamp,
    #[serde(skip)]
    deleted: bool,
    #[serde(skip)]
    events: Vec<PostEvent>,
}

/// Who wrote a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedBy {
    /// The author's id.
    pub id: AuthorId,
    /// The author's name when the post was published.
    pub name: DisplayName,
}

impl Post {
    /// A new post.
    #[must_use]
    pub fn publish(id: PostId, author: PostedBy, title: Title, body: Body, now: Timestamp) -> Self {
        let published = PostEvent::Published { post: id, author: author.id };
        Self { id, author, title, body, time: now, deleted: false, events: vec![published] }
    }

    /// Deletes it: nothing of it is left.
    pub fn delete(&mut self) {
        if !self.deleted {
            self.deleted = true;
            self.events.push(PostEvent::Deleted { post: self.id, author: self.author.id });
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> PostId {
        self.id
    }

    /// Who wrote it.
    #[must_use]
    pub fn author(&self) -> &PostedBy {
        &self.author
    }

    /// When it was published.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.time
    }
}

impl Aggregate for Post {
    type Context = Community;
    type Id = PostId;
    type Event = PostEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> PostId {
        self.id
    }

    fn events(&self) -> &[PostEvent] {
        &self.events
    }

    fn loaded(_id: &PostId, found: Option<Self>) -> Option<Self> {
        found
    }

    fn is_deleted(&self) -> bool {
        self.deleted
    }
}

impl Identifies for PostId {
    type Aggregate = Post;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn events_of_a_post_carry_ids_only() {
        let (post, author) = (PostId::from(Uuid::from_u128(7)), AuthorId::from(Uuid::from_u128(1)));
        let mary = PostedBy { id: author, name: DisplayName::new("Mary").unwrap() };
        let (title, body) = (Title::new("Hello").unwrap(), Body::new("I am new here.").unwrap());
        let mut published = Post::publish(post, mary, title, body, "2026-12-01T10:30:00Z".parse().unwrap());
        published.delete();
        published.delete();
        assert_eq!(published.events(), [PostEvent::Published { post, author }, PostEvent::Deleted { post, author }]);
    }

    #[test]
    fn a_post_is_there_until_it_is_deleted() {
        let author = PostedBy { id: Uuid::from_u128(1).into(), name: DisplayName::new("Mary").unwrap() };
        let (title, body) = (Title::new("Hello").unwrap(), Body::new("I am new here.").unwrap());
        let now = "2026-12-01T10:30:00Z".parse().unwrap();
        let mut post = Post::publish(Uuid::from_u128(7).into(), author, title, body, now);
        assert_eq!((post.time(), post.is_deleted()), (now, false));
        post.delete();
        assert!(post.is_deleted());
    }
}
