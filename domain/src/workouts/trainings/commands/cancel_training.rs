use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainings::{Actor, Training, TrainingKey},
    users::{StillActive, User},
};

/// The attendee or the trainer cancels a training. The hour is available again, and the attendee gets the refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelTraining {
    /// Which training.
    pub key: TrainingKey,
    /// Who cancels it.
    pub by: Actor,
}

impl<W> Command<W> for CancelTraining
where
    W: Keeps<User> + Keeps<Training> + Requires<StillActive>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        self.by.ensure_active(work, user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        training.cancel(self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, IN_TIME, LATE, at, booked, deactivate, hour, john, key, mary, now, trainer, training},
        trainings::{Canceler, TrainingEvent, TrainingsRefusal},
        users::UsersRefusal,
    };

    #[test]
    fn either_side_cancels_if_the_attendees_account_is_active() {
        for (by, canceler) in [(Actor::Attendee(mary()), Canceler::Attendee), (Actor::Trainer, Canceler::Trainer)] {
            for (now, late) in [(IN_TIME, false), (LATE, true)] {
                let (training, trainer, attendee, time) = (training(), trainer(), mary(), hour(FIRST));
                booked()
                    .when(&CancelTraining { key: key(), by }, at(now))
                    .events([TrainingEvent::Canceled { training, trainer, attendee, time, by: canceler, late }])
                    .requires([StillActive(attendee.into())]);
            }
        }
    }

    #[test]
    fn neither_side_cancels_when_the_attendee_is_deactivated() {
        for by in [Actor::Attendee(mary()), Actor::Trainer] {
            let deactivated = booked().command(&deactivate(), now());
            let refused = UsersRefusal::Deactivated(mary().into());
            deactivated.when(&CancelTraining { key: key(), by }, now()).refused(refused);
        }
    }

    #[test]
    fn nobody_cancels_the_training_of_another_attendee() {
        let by = Actor::Attendee(john());
        booked().when(&CancelTraining { key: key(), by }, now()).refused(TrainingsRefusal::NotFound(training()));
    }
}
