//! The credit accounts' functions.

mod credits_statement;
mod grant_credits;
mod take_back_credits;

pub use credits_statement::CREDITS_STATEMENT;
pub use grant_credits::GRANT_CREDITS;
pub use take_back_credits::TAKE_BACK_CREDITS;
