//! The users' functions.

mod current_user;
mod deactivate_account;
mod register_attendee;
mod users;

pub use current_user::CURRENT_USER;
pub use deactivate_account::DEACTIVATE_ACCOUNT;
pub use register_attendee::REGISTER_ATTENDEE;
pub use users::USERS;
