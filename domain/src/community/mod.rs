//! Posts that users publish, and that every user of the club may read.
//!
//! The community is a context of its own. It knows authors by the events that it has received.

pub mod commands;
pub mod queries;

mod author;
mod body;
mod events;
#[cfg(test)]
mod given;
mod post;
mod refusal;
mod still_open;
mod title;

pub use author::Author;
pub use body::Body;
pub use events::{AuthorEvent, PostEvent};
pub use post::{Post, PostedBy};
pub use refusal::CommunityRefusal;
pub use still_open::StillOpen;
pub use title::Title;

use kit_domain::{Context, Policies, UnitOfWork};

/// The community's context.
#[derive(Clone, Copy, Debug)]
pub enum Community {}

impl Context for Community {
    const NAME: &'static str = "community";
    type Rules = ();
}

impl<W: UnitOfWork<Context = Self>> Policies<W> for Community {}

kit_domain::id!(
    /// A post.
    PostId
);

kit_domain::id!(
    /// A user, attendee or trainer, as somebody who may write posts.
    AuthorId
);

impl From<crate::workouts::users::UserId> for AuthorId {
    fn from(user: crate::workouts::users::UserId) -> Self {
        uuid::Uuid::from(user).into()
    }
}
