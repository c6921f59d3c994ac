//! The credit accounts' functions.

mod credits_statement;
mod grant_credits;
mod take_back_credits;

pub use credits_statement::CREDITS_STATEMENT;
pub use grant_credits::GRANT_CREDITS;
pub use take_back_credits::TAKE_BACK_CREDITS;

use crate::description::Operation;

/// What the API's description says of credits.
pub(crate) fn operations() -> Vec<Operation> {
    vec![credits_statement::operation(), grant_credits::operation(), take_back_credits::operation()]
}
