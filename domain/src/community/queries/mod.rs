//! The queries of the community.

mod post;
mod posts;

pub use post::{PostById, PostDetails};
pub use posts::{AuthorStanding, CommunityReadModel, PostPlace, Posts};
