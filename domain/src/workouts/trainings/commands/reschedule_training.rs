use kit_domain::{Command, CommandError, Keeps, Refused, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainer::HourStart,
    trainings::{Actor, Notes, Training, TrainingKey},
    users::{StillActive, User},
};

/// The attendee or the trainer moves a training that is 24 hours or more ahead to an available hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescheduleTraining {
    /// Which training.
    pub key: TrainingKey,
    /// When it begins then.
    pub time: HourStart,
    /// Its notes then, if they change.
    pub notes: Option<Notes>,
    /// Who moves it.
    pub by: Actor,
}

impl<W> Command<W> for RescheduleTraining
where
    W: Keeps<User> + Keeps<Training> + Requires<StillActive>,
{
    fn admissible(&self, terms: &Terms<Workouts>) -> Result<(), Refused> {
        Ok(terms.rules.admit(self.time, terms.now).map(drop)?)
    }

    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        let time = terms.rules.admit(self.time, terms.now)?;
        self.by.ensure_active(work, user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        training.reschedule(training.another_hour(time)?, self.notes.clone(), self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, SECOND, booked, deactivate, hour, key, mary, notes, now, trainer, training},
        trainer::TrainerRefusal,
        trainings::TrainingEvent,
        users::UsersRefusal,
    };

    fn to(time: &str, by: Actor) -> RescheduleTraining {
        RescheduleTraining { key: key(), time: hour(time), notes: Some(notes("back")), by }
    }

    #[test]
    fn either_side_moves_a_training_if_the_attendees_account_is_active() {
        for by in [Actor::Attendee(mary()), Actor::Trainer] {
            let (training, trainer, attendee) = (training(), trainer(), mary());
            let (from, to_hour) = (hour(FIRST), hour(SECOND));
            let moved = TrainingEvent::Rescheduled { training, trainer, attendee, from, to: to_hour, by: by.side() };
            booked()
                .when(&to(SECOND, by), now())
                .events([moved])
                .requires([StillActive(attendee.into())])
                .finds::<Training>(&key(), |training| training.notes().as_str() == "back");
        }
    }

    #[test]
    fn neither_side_moves_the_training_of_a_deactivated_user() {
        for by in [Actor::Attendee(mary()), Actor::Trainer] {
            let deactivated = booked().command(&deactivate(), now());
            deactivated.when(&to(SECOND, by), now()).refused(UsersRefusal::Deactivated(mary().into()));
        }
    }

    #[test]
    fn a_training_moves_to_another_available_hour_of_the_window() {
        booked().when(&to(FIRST, Actor::Trainer), now()).refused(TrainerRefusal::HourNotAvailable(hour(FIRST)));
        let never_set = "2026-12-03T15:00:00Z";
        booked().when(&to(never_set, Actor::Trainer), now()).refused(TrainerRefusal::HourNotAvailable(hour(never_set)));
        let late = to("2026-12-03T21:00:00Z", Actor::Trainer);
        booked().when(&late, now()).inadmissible(TrainerRefusal::TooLateHour { provided: late.time, last: 20 });
    }
}
