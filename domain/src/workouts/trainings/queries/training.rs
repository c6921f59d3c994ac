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

#[cfg(test)]
mod tests {
    use kit_domain::{Page, testing::at_once};

    use super::*;
    use crate::workouts::{
        given::{FIRST, IN_TIME, LATE, at, hour, john, key, mary, notes, training},
        trainings::queries::{Place, Trainings},
    };

    /// The only training that there is: Mary's.
    struct Marys(TrainingDetails);

    impl TrainingsReadModel for Marys {
        async fn trainings(&self, _query: &Trainings) -> Result<Page<TrainingDetails, Place>, ReadModelError> {
            Ok(Page { entries: vec![self.0.clone()], next: None })
        }

        async fn training(&self, key: TrainingKey) -> Result<Option<TrainingDetails>, ReadModelError> {
            Ok((key.training == self.0.id).then(|| self.0.clone()))
        }
    }

    fn marys() -> TrainingDetails {
        let attendee = Attendee { id: mary(), name: None };
        let status = Status::Scheduled { proposal: None };
        TrainingDetails { id: training(), attendee, time: hour(FIRST), notes: notes("knee"), status }
    }

    #[test]
    fn an_attendee_finds_only_their_own_training_and_the_trainer_any() {
        let ask = |by| at_once(TrainingById { key: key(), by }.ask(&Marys(marys()))).unwrap();
        assert_eq!(ask(Actor::Attendee(mary())), Some(marys()));
        assert_eq!(ask(Actor::Trainer), Some(marys()));
        assert_eq!(ask(Actor::Attendee(john())), None);
        let other = TrainingKey { training: uuid::Uuid::nil().into(), ..key() };
        assert_eq!(at_once(TrainingById { key: other, by: Actor::Trainer }.ask(&Marys(marys()))).unwrap(), None);
    }

    #[test]
    fn from_less_than_24_hours_ahead_a_cancellation_is_not_free_and_a_move_needs_consent() {
        let training = marys();
        assert!(training.can_be_canceled(at(IN_TIME)) && !training.move_requires_accept(at(IN_TIME)));
        assert!(!training.can_be_canceled(at(LATE)) && training.move_requires_accept(at(LATE)));
    }
}
