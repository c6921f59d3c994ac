//! The users' functions.

mod current_user;
mod deactivate_account;
mod register_attendee;
mod users;

pub use current_user::CURRENT_USER;
pub use deactivate_account::DEACTIVATE_ACCOUNT;
pub use register_attendee::REGISTER_ATTENDEE;
pub use users::USERS;

use crate::description::Operation;

/// What the API's description says of users.
pub(crate) fn operations() -> Vec<Operation> {
    vec![current_user::operation(), users::operation(), deactivate_account::operation()]
}
