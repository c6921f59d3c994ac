//! How the club's aggregates are kept, and how its queries read: a module for each context.
//!
//! Each aggregate has a file that says how it is kept ([`Stored`](kit_dynamodb::Stored)); everything that is the same for
//! all is in `kit-dynamodb`. Beside them stand the read models of the queries, and Cognito's groups.

pub mod community;
pub mod reports;
pub mod workouts;

mod table;

pub use table::{Layout, Table};
