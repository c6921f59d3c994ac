use domain::{
    ReadModelError,
    trainer::{HourStart, TrainerId},
    trainings::{TrainingId, TrainingKey},
    users::AttendeeId,
};
use serde::Deserialize;

use super::lists::AttendeesList;
use crate::store::Table;

/// How many trainings are looked up at once.
const PAGE: usize = 100;

#[derive(Deserialize)]
struct Entry {
    id: TrainingId,
    trainer: TrainerId,
}

impl From<Entry> for TrainingKey {
    fn from(Entry { id, trainer }: Entry) -> Self {
        Self { trainer, training: id }
    }
}

impl Table {
    /// The first hundred trainings of an attendee that are to take place from an hour on, read strongly
    /// consistently from the base table: none that was booked before is missed.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn upcoming_trainings(
        &self,
        attendee: AttendeeId,
        from: HourStart,
    ) -> Result<Vec<TrainingKey>, ReadModelError> {
        let entries = self.first_of_table::<Entry>(AttendeesList::Scheduled.from(attendee, Some(from)), PAGE).await?;
        Ok(entries.into_iter().map(TrainingKey::from).collect())
    }

    /// Up to a hundred trainings of an attendee, canceled or not, that still tell who booked them.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn trainings_with_name(&self, attendee: AttendeeId) -> Result<Vec<TrainingKey>, ReadModelError> {
        let mut named = Vec::new();
        for list in [AttendeesList::Scheduled, AttendeesList::Canceled] {
            let entries: Vec<Entry> = self.named(list.from(attendee, None), PAGE).await?;
            named.extend(entries.into_iter().map(TrainingKey::from));
        }
        Ok(named)
    }
}
