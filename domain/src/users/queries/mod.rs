//! What the users' context can be asked.

mod current_user;
mod users;

pub use current_user::CurrentUser;
pub use users::{NamePlace, UserSummary, Users, UsersReadModel};
