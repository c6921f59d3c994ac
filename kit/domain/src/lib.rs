//! The building blocks of a domain: aggregates, commands, domain events, policies and processes.
//!
//! This crate has no database, no protocol and no async runtime. It knows nothing of the business that uses it.

mod causes;
mod sources;

pub use causes::causes;
pub use sources::{Clock, Ids};
