//! Consequences that several commands share.

mod give_back_canceled_training;
mod move_hours_of_training;

pub use give_back_canceled_training::GiveBackCanceledTraining;
pub use move_hours_of_training::MoveHoursOfTraining;
