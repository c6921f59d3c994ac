//! The commands of the users' module.

mod deactivate_account;
mod register_attendee;

pub use deactivate_account::DeactivateAccount;
pub use register_attendee::RegisterAttendee;
