//! The commands of the credit accounts.

mod grant_credits;
mod take_back_credits;

pub use grant_credits::GrantCredits;
pub use take_back_credits::TakeBackCredits;
