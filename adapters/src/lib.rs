//! What the domain's ports need: the tables of DynamoDB, SQS's queues, and Cognito's groups.
//!
//! [`store`] is the machinery that every context shares: one unit of work a command, its inbox
//! record, its events, its retries. Beside it stands a module for each context, with the items that
//! its aggregates are kept as and the read models of its queries.

pub mod aws;
pub mod commands;
pub mod effort;
pub mod messages;
pub mod reports;
pub mod store;
pub mod users;

mod community;
mod credits;
mod trainer;
mod trainings;

pub use kit_domain::causes;
pub use store::Table;
