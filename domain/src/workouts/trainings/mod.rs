//! The bookings: attendees' trainings, moved and canceled by either side.

pub mod commands;
pub mod queries;

mod events;
mod notes;
mod notice;
mod refusal;
mod side;
mod training;

pub use events::TrainingEvent;
pub use notes::Notes;
pub use notice::{NOTICE, is_in_good_time};
pub use refusal::TrainingsRefusal;
pub use side::{Actor, Canceler, Side};
pub use training::{Attendee, Cancellation, Proposal, Status, Training, TrainingKey};

pub use super::ids::TrainingId;
