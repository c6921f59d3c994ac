//! The trainer's month: a read model of its own, fed by the events of trainings in order.

pub mod queries;

mod month;
mod reported_training;

pub use month::{InvalidMonth, Month};
pub use reported_training::{Count, Entry, ReportedTraining};

/// The reports' context: a read model only.
#[derive(Clone, Copy, Debug)]
pub enum Reports {}

impl kit_domain::Context for Reports {
    const NAME: &'static str = "reports";
    type Rules = ();
}
