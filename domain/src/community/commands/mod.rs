//! What the community can be told to do.

mod close_author;
mod delete_posts;
mod publish_post;

pub use close_author::CloseAuthor;
pub use delete_posts::DeletePosts;
pub use publish_post::PublishPost;
