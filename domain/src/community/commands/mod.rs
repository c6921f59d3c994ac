//! The commands of the community.

mod close_author;
mod delete_posts;
mod publish_post;

pub use close_author::CloseAuthor;
pub use delete_posts::DeletePosts;
pub use publish_post::PublishPost;
