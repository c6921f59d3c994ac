//! The community's functions.

mod delete_posts_of_deactivated_user;
mod post;
mod post_json;
mod posts;
mod publish_post;

pub use delete_posts_of_deactivated_user::DELETE_POSTS_OF_DEACTIVATED_USER;
pub use post::POST;
pub use posts::POSTS;
pub use publish_post::PUBLISH_POST;

use crate::description::Operation;

/// What the API's description says of the community.
pub(crate) fn operations() -> Vec<Operation> {
    vec![publish_post::operation(), post::operation(), posts::operation()]
}
