//! What the users' context can be told to do.

mod register_attendee;

pub use register_attendee::RegisterAttendee;
