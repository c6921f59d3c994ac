//! What the community can be asked.

mod post;
mod posts;

pub use post::{PostById, PostDetails};
pub use posts::{AuthorStanding, CommunityReadModel, PostPlace, Posts};
