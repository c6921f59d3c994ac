//! What the credit accounts can be told to do.

mod grant_credits;
mod take_back_credits;

pub use grant_credits::GrantCredits;
pub use take_back_credits::TakeBackCredits;
