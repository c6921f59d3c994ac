use super::{CalendarReadModel, HourEntry};
use crate::workouts::trainer::{Availability, HourStart, TrainerId};
use kit_domain::ReadModelError;

/// Whether one hour can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourAvailability {
    /// Whose hour.
    pub trainer: TrainerId,
    /// Which hour.
    pub hour: HourStart,
}

impl HourAvailability {
    /// The hour. It is not available if nobody has ever set it.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(&self, calendar: &impl CalendarReadModel) -> Result<HourEntry, ReadModelError> {
        let set = calendar.hour(self.trainer, self.hour).await?;
        Ok(HourEntry { hour: self.hour, availability: set.unwrap_or(Availability::NotAvailable) })
    }
}
