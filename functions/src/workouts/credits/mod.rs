//! The credit accounts' functions.

mod credits_statement;
mod grant_credits;
mod take_back_credits;

pub(super) use credits_statement::CREDITS_STATEMENT;
pub(super) use grant_credits::GRANT_CREDITS;
pub(super) use take_back_credits::TAKE_BACK_CREDITS;
