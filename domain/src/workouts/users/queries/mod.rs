//! The queries of the users' module.

mod users;

pub use users::{NamePlace, Standing, UserSummary, Users, UsersReadModel};
