//! The users' functions.

mod current_user;
mod register_attendee;
mod users;

pub use current_user::CURRENT_USER;
pub use register_attendee::REGISTER_ATTENDEE;
pub use users::USERS;
