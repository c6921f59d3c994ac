//! The Lambda functions: one per command, query and trigger.
//!
//! A function is thin: it understands what came in, calls the domain, and answers. Each stands in the
//! module of its context, in a file of its own, and is listed below. One program holds them all, and
//! [`serve`] runs the one that Lambda names.
//!
//! Handlers are type-erased: a [`Function`] is a name and a function pointer. So the runtime, the
//! HTTP stack and the SDK are compiled once.

pub mod commands;
pub mod community;
pub mod credits;
pub mod description;
pub mod messages;
pub mod reports;
pub mod trainer;
pub mod trainings;
pub mod users;

mod dependencies;
mod function;
mod http;
mod logging;
mod metrics;
mod serve;
mod settings;
mod system;

pub use dependencies::Dependencies;
pub use function::{Function, InvokeError};
pub use serve::serve;
pub use settings::{Settings, SettingsError};
pub use system::{SystemClock, TimeOrderedIds};

/// Every function.
pub fn all() -> impl Iterator<Item = &'static Function> {
    COMMANDS.iter().chain(OTHERS).copied()
}

/// The commands that are sent over HTTP: what can be put off, and so all that `execute-command` has to know.
pub(crate) static COMMANDS: &[&Function] = &[
    &trainings::SCHEDULE_TRAINING,
    &trainings::CANCEL_TRAINING,
    &trainings::RESCHEDULE_TRAINING,
    &trainings::REQUEST_TRAINING_RESCHEDULE,
    &trainings::APPROVE_TRAINING_RESCHEDULE,
    &trainings::REJECT_TRAINING_RESCHEDULE,
    &trainer::MAKE_HOURS_AVAILABLE,
    &trainer::MAKE_HOURS_UNAVAILABLE,
    &credits::GRANT_CREDITS,
    &credits::TAKE_BACK_CREDITS,
    &users::DEACTIVATE_ACCOUNT,
    &community::PUBLISH_POST,
];

/// All others: queries, and what is sent by no user.
static OTHERS: &[&Function] = &[
    &trainings::TRAININGS,
    &trainings::TRAINING,
    &trainings::CANCEL_TRAININGS_OF_DEACTIVATED_USER,
    &trainings::CLEAR_NAMES_OF_DEACTIVATED_USER,
    &trainer::AVAILABLE_HOURS,
    &trainer::HOUR_AVAILABILITY,
    &credits::CREDITS_STATEMENT,
    &users::CURRENT_USER,
    &users::USERS,
    &users::REGISTER_ATTENDEE,
    &community::POST,
    &community::POSTS,
    &community::DELETE_POSTS_OF_DEACTIVATED_USER,
    &commands::EXECUTE_COMMAND,
    &commands::COMMAND,
    &messages::RELAY_MESSAGES,
    &messages::RECONCILE_MESSAGES,
    &messages::REPLAY_EVENTS,
    &reports::REPORT_TRAININGS,
    &reports::MONTHLY_REPORT,
    &description::API_DESCRIPTION,
    &description::API_REFERENCE,
];
