//! The queries of the bookings.

mod training;
mod trainings;

pub use training::{TrainingById, TrainingDetails};
pub use trainings::{Place, Shown, Trainings, TrainingsOf, TrainingsReadModel};
