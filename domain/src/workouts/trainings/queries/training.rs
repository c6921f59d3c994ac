use jiff::Timestamp;
use serde::Deserialize;

use super::TrainingsReadModel;
use crate::workouts::{
    trainer::HourStart,
    trainings::{Actor, Attendee, Notes, Status, TrainingId, TrainingKey, is_in_good_time},
};
use kit_domain::ReadModelError;

/// One training, canceled or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrainingById {
    /// Which training.
    pub key: TrainingKey,
    /// Who asks.
    pub by: Actor,
}

/// A training as a query shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TrainingDetails {
    /// Its id.
    pub id: TrainingId,
    /// Who booked it.
    pub attendee: Attendee,
    /// When it begins.
    pub time: HourStart,
    /// The message to the other side.
    pub notes: Notes,
    /// Whether it takes place.
    #[serde(flatten)]
    pub status: Status,
}

impl TrainingDetails {
    /// Whether canceling it now would be free: 24 hours or more ahead.
    #[must_use]
    pub fn can_be_canceled(&self, now: Timestamp) -> bool {
        is_in_good_time(self.time, now)
    }

    /// Whether moving it now needs the other side's consent: less than 24 hours ahead.
    #[must_use]
    pub fn move_requires_accept(&self, now: Timestamp) -> bool {
        !is_in_good_time(self.time, now)
    }
}

impl TrainingById {
    /// The training, if there is one that the actor may see.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(&self, trainings: &impl TrainingsReadModel) -> Result<Option<TrainingDetails>, ReadModelError> {
        let found = trainings.training(self.key).await?;
        Ok(found.filter(|training| self.by.may_see(training.attendee.id)))
    }
}
