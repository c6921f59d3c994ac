//! The users' functions.

mod current_user;
mod deactivate_account;
mod register_attendee;
mod users;

pub(super) use current_user::CURRENT_USER;
pub(super) use deactivate_account::DEACTIVATE_ACCOUNT;
pub(super) use register_attendee::REGISTER_ATTENDEE;
pub(super) use users::USERS;
