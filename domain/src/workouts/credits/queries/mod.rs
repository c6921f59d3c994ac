//! What the credit accounts can be asked.

mod statement;

pub use statement::{CreditsReadModel, Entry, Sequence, Statement};
