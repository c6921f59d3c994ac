//! A community for tests: Mary may write posts.

use jiff::Timestamp;
use uuid::Uuid;

use super::{AuthorId, Body, PostId, PostedBy, Title, commands::PublishPost};
use crate::workouts::users::DisplayName;

pub(crate) fn now() -> Timestamp {
    "2026-12-01T10:30:00Z".parse().unwrap()
}

pub(crate) fn mary() -> AuthorId {
    Uuid::from_u128(1).into()
}

pub(crate) fn post(number: u128) -> PostId {
    Uuid::from_u128(number).into()
}

/// Mary publishes a post.
pub(crate) fn publish(number: u128) -> PublishPost {
    PublishPost {
        post: post(number),
        author: PostedBy { id: mary(), name: DisplayName::new("Mary").unwrap() },
        title: Title::new("Hello").unwrap(),
        body: Body::new("I am new here.").unwrap(),
    }
}
