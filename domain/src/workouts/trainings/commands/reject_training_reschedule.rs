use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainings::{Actor, Training, TrainingKey},
    users::{StillActive, User},
};

/// Either side rejects the proposed time. The side that proposed it withdraws it in this way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// Who rejects it.
    pub by: Actor,
}

impl<W> Command<W> for RejectTrainingReschedule
where
    W: Keeps<User> + Keeps<Training> + Requires<StillActive>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        self.by.ensure_active(work, user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        training.reject_reschedule(self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{SECOND, booked, deactivate, hour, key, mary, now, trainer, training},
        trainings::{Side, TrainingEvent, TrainingsRefusal, commands::RequestTrainingReschedule},
        users::UsersRefusal,
    };

    fn proposed() -> kit_domain::testing::Given<Workouts> {
        let request = RequestTrainingReschedule { key: key(), time: hour(SECOND), notes: None, by: Actor::Trainer };
        booked().command(&request, now())
    }

    fn reject() -> RejectTrainingReschedule {
        RejectTrainingReschedule { key: key(), by: Actor::Attendee(mary()) }
    }

    #[test]
    fn a_side_rejects_the_proposal() {
        let (training, trainer, attendee, by) = (training(), trainer(), mary(), Side::Attendee);
        proposed()
            .when(&reject(), now())
            .events([TrainingEvent::RescheduleRejected { training, trainer, attendee, proposed: hour(SECOND), by }])
            .requires([StillActive(attendee.into())]);
        booked().when(&reject(), now()).refused(TrainingsRefusal::NoRescheduleRequested(training));
    }

    #[test]
    fn a_deactivated_user_rejects_nothing() {
        let deactivated = proposed().command(&deactivate(), now());
        deactivated.when(&reject(), now()).refused(UsersRefusal::Deactivated(mary().into()));
    }
}
