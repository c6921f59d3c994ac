//! What the users' context can be asked.

mod users;

pub use users::{NamePlace, Standing, UserSummary, Users, UsersReadModel};
