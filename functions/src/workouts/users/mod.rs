//! The users' functions.

mod current_user;
mod deactivate_account;
mod register_attendee;
mod users;

use kit_lambda::Chapter;

pub(super) use register_attendee::REGISTER_ATTENDEE;

use super::Workouts;

pub(super) const CHAPTER: Chapter<Workouts> = Chapter {
    name: "Users",
    about: "Attendees and the trainer.",
    functions: &[&current_user::CURRENT_USER, &users::USERS, &deactivate_account::DEACTIVATE_ACCOUNT],
};
