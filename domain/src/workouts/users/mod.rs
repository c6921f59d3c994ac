//! The people who use the platform.

pub mod commands;
pub mod queries;

mod display_name;
mod events;
mod refusal;
mod still_active;
mod user;

pub use display_name::{DisplayName, InvalidName};
pub use events::UserEvent;
pub use refusal::UsersRefusal;
pub use still_active::StillActive;
pub use user::User;

pub use super::ids::{AttendeeId, UserId};
