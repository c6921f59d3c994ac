//! What users tell each other: posts, which every user of the club may read.
//!
//! The community keeps books of its own. What it knows of authors it has been told by events.

pub mod commands;
pub mod queries;

mod author;
mod body;
mod events;
mod post;
mod refusal;
mod title;

pub use author::Author;
pub use body::Body;
pub use events::{AuthorEvent, PostEvent};
pub use post::{Post, PostedBy};
pub use refusal::CommunityRefusal;
pub use title::Title;

crate::id::id!(
    /// A post.
    PostId
);

crate::id::id!(
    /// A user, attendee or trainer, as somebody who may write posts.
    AuthorId
);

impl From<crate::users::UserId> for AuthorId {
    fn from(user: crate::users::UserId) -> Self {
        uuid::Uuid::from(user).into()
    }
}
