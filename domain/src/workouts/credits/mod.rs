//! The attendees' prepaid credits: an event-sourced account each.

pub mod commands;
pub mod queries;

mod account;
mod amount;
mod events;
mod reason;
mod refusal;

pub use account::{Account, AccountId, Corrupted, Refund};
pub use amount::Amount;
pub use events::{AccountEvent, RefundReason};
pub use reason::Reason;
pub use refusal::CreditsRefusal;
