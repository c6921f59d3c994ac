//! The credit accounts' functions.

mod credits_statement;
mod grant_credits;
mod take_back_credits;

use kit_lambda::Chapter;

use super::Workouts;

pub(super) const CHAPTER: Chapter<Workouts> = Chapter {
    name: "Credits",
    about: "Trainings are paid with credits: an hour is a credit.",
    functions: &[
        &credits_statement::CREDITS_STATEMENT,
        &grant_credits::GRANT_CREDITS,
        &take_back_credits::TAKE_BACK_CREDITS,
    ],
};
