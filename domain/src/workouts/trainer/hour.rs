use kit_domain::{Aggregate, Identifies};
use serde::{Deserialize, Serialize};

use super::{HourEvent, HourStart, TrainerId, TrainerRefusal};
use crate::workouts::{TrainingId, Workouts};

/// Which hour of which trainer's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourId {
    /// Whose hour.
    pub trainer: TrainerId,
    /// When it starts.
    pub start: HourStart,
}

/// An hour of a trainer's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    id: HourId,
    availability: Availability,
    events: Vec<HourEvent>,
}

/// Whether an hour can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Availability {
    /// The trainer does not offer the hour.
    NotAvailable,
    /// The hour can be booked.
    Available,
    /// A training stands there.
    TrainingScheduled {
        /// Which one.
        training: TrainingId,
    },
}

impl Hour {
    /// An hour that the trainer has never set: not available.
    #[must_use]
    pub fn never_set(id: HourId) -> Self {
        Self::stored(id, Availability::NotAvailable)
    }

    /// An hour as a store keeps it.
    #[must_use]
    pub fn stored(id: HourId, availability: Availability) -> Self {
        Self { id, availability, events: Vec::new() }
    }

    /// Which hour this is.
    #[must_use]
    pub fn id(&self) -> HourId {
        self.id
    }

    /// Whether it can be booked.
    #[must_use]
    pub fn availability(&self) -> Availability {
        self.availability
    }

    /// Offers the hour. It changes nothing when the hour is offered already.
    ///
    /// # Errors
    /// When a training is scheduled then.
    pub fn make_available(&mut self) -> Result<(), TrainerRefusal> {
        let HourId { trainer, start: hour } = self.id;
        self.set(Availability::Available, HourEvent::MadeAvailable { trainer, hour })
    }

    /// Stops offering the hour. It changes nothing when the hour is not offered.
    ///
    /// # Errors
    /// When a training is scheduled then.
    pub fn make_unavailable(&mut self) -> Result<(), TrainerRefusal> {
        let HourId { trainer, start: hour } = self.id;
        self.set(Availability::NotAvailable, HourEvent::MadeUnavailable { trainer, hour })
    }

    /// Gives the hour to a training.
    ///
    /// # Errors
    /// When it is not available.
    pub fn book(&mut self, training: TrainingId) -> Result<(), TrainerRefusal> {
        let HourId { trainer, start: hour } = self.id;
        if self.availability != Availability::Available {
            return Err(TrainerRefusal::HourNotAvailable(hour));
        }
        self.change(Availability::TrainingScheduled { training }, HourEvent::Booked { trainer, hour, training });
        Ok(())
    }

    /// Frees the hour that `training` holds: it is available again.
    ///
    /// An hour that this training does not hold stays as it is. No scheduled training meets that case, because a
    /// training and its hour change together.
    pub fn free(&mut self, training: TrainingId) {
        let HourId { trainer, start: hour } = self.id;
        if self.availability == (Availability::TrainingScheduled { training }) {
            self.change(Availability::Available, HourEvent::Freed { trainer, hour, training });
        }
    }

    fn set(&mut self, availability: Availability, event: HourEvent) -> Result<(), TrainerRefusal> {
        if let Availability::TrainingScheduled { .. } = self.availability {
            return Err(TrainerRefusal::TrainingScheduled(self.id.start));
        }
        if self.availability != availability {
            self.change(availability, event);
        }
        Ok(())
    }

    fn change(&mut self, availability: Availability, event: HourEvent) {
        self.availability = availability;
        self.events.push(event);
    }
}

impl Aggregate for Hour {
    type Context = Workouts;
    type Id = HourId;
    type Event = HourEvent;
    type Loaded = Self;

    fn id(&self) -> HourId {
        self.id
    }

    fn events(&self) -> &[HourEvent] {
        &self.events
    }

    fn loaded(id: &HourId, found: Option<Self>) -> Self {
        found.unwrap_or_else(|| Self::never_set(*id))
    }
}

impl Identifies for HourId {
    type Aggregate = Hour;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn never_set() -> Hour {
        let start = HourStart::new("2026-12-01T14:00:00Z".parse().unwrap()).unwrap();
        Hour::never_set(HourId { trainer: Uuid::from_u128(1).into(), start })
    }

    fn training(id: u128) -> TrainingId {
        Uuid::from_u128(id).into()
    }

    #[test]
    fn an_hour_that_was_never_set_cannot_be_booked() {
        let mut hour = never_set();
        assert_eq!(hour.book(training(1)), Err(TrainerRefusal::HourNotAvailable(hour.id().start)));
        assert_eq!(hour.events(), []);
    }

    #[test]
    fn an_available_hour_can_be_booked_once() {
        let mut hour = never_set();
        hour.make_available().unwrap();
        hour.book(training(1)).unwrap();
        assert_eq!(hour.book(training(2)), Err(TrainerRefusal::HourNotAvailable(hour.id().start)));
        assert_eq!(hour.availability(), Availability::TrainingScheduled { training: training(1) });
    }

    #[test]
    fn an_hour_with_a_training_cannot_be_set() {
        let mut hour = never_set();
        hour.make_available().unwrap();
        hour.book(training(1)).unwrap();
        let refused = Err(TrainerRefusal::TrainingScheduled(hour.id().start));
        assert_eq!(hour.make_available(), refused);
        assert_eq!(hour.make_unavailable(), refused);
    }

    #[test]
    fn setting_what_is_set_changes_nothing() {
        let mut hour = never_set();
        hour.make_unavailable().unwrap();
        assert_eq!(hour.events(), []);
        hour.make_available().unwrap();
        hour.make_available().unwrap();
        assert_eq!(hour.events().len(), 1);
    }

    #[test]
    fn only_the_training_that_stands_there_frees_an_hour() {
        let mut hour = never_set();
        hour.make_available().unwrap();
        hour.book(training(1)).unwrap();
        hour.free(training(2));
        assert_eq!(hour.availability(), Availability::TrainingScheduled { training: training(1) });
        hour.free(training(1));
        assert_eq!(hour.availability(), Availability::Available);
    }

    proptest! {
        /// An hour's availability is the one that its last event states.
        #[test]
        fn an_hours_availability_follows_from_its_events(steps in prop::collection::vec((0..4, 1..3_u128), 0..40)) {
            let mut hour = never_set();
            for (step, id) in steps {
                let _ = match step {
                    0 => hour.make_available(),
                    1 => hour.make_unavailable(),
                    2 => hour.book(training(id)),
                    _ => { hour.free(training(id)); Ok(()) }
                };
            }
            let replayed = hour.events().iter().fold(Availability::NotAvailable, |_, event| match event {
                HourEvent::MadeAvailable { .. } | HourEvent::Freed { .. } => Availability::Available,
                HourEvent::MadeUnavailable { .. } => Availability::NotAvailable,
                HourEvent::Booked { training, .. } => Availability::TrainingScheduled { training: *training },
            });
            prop_assert_eq!(replayed, hour.availability());
        }
    }
}
