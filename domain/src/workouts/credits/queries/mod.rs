//! The queries of the credit accounts.

mod statement;

pub use statement::{CreditsReadModel, Entry, Sequence, Statement};
