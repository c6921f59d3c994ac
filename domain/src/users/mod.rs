//! Who uses the platform: data, kept without ceremony.

pub mod commands;
pub mod queries;

mod display_name;
mod events;
mod refusal;
mod user;

pub use display_name::{DisplayName, InvalidName};
pub use events::UserEvent;
pub use refusal::UsersRefusal;
pub use user::User;

crate::id::id!(
    /// A user, attendee or trainer, by the id that they sign in with.
    UserId
);

crate::id::id!(
    /// A user who is an attendee.
    AttendeeId
);

impl From<AttendeeId> for UserId {
    fn from(attendee: AttendeeId) -> Self {
        uuid::Uuid::from(attendee).into()
    }
}
