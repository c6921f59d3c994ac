use kit_domain::{Command, CommandError, Keeps, Refused, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainer::HourStart,
    trainings::{Actor, Notes, Training, TrainingKey},
    users::{StillActive, User},
};

/// The attendee or the trainer proposes another time. The hour must be available only when the other side agrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// When it would begin.
    pub time: HourStart,
    /// Its notes then, if they change.
    pub notes: Option<Notes>,
    /// Who proposes it.
    pub by: Actor,
}

impl<W> Command<W> for RequestTrainingReschedule
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
        training.request_reschedule(training.another_hour(time)?, self.notes.clone(), self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, booked, deactivate, hour, key, mary, notes, now, trainer, training},
        trainer::TrainerRefusal,
        trainings::{Side, TrainingEvent},
        users::UsersRefusal,
    };

    const NEVER_SET: &str = "2026-12-03T15:00:00Z";

    fn request(time: &str) -> RequestTrainingReschedule {
        RequestTrainingReschedule {
            key: key(),
            time: hour(time),
            notes: Some(notes("back")),
            by: Actor::Attendee(mary()),
        }
    }

    #[test]
    fn a_side_proposes_an_hour_whether_it_is_available_or_not() {
        let (training, trainer, attendee) = (training(), trainer(), mary());
        let (time, proposed, by) = (hour(FIRST), hour(NEVER_SET), Side::Attendee);
        booked()
            .when(&request(NEVER_SET), now())
            .events([TrainingEvent::RescheduleRequested { training, trainer, attendee, time, proposed, by }])
            .requires([StillActive(attendee.into())]);
    }

    #[test]
    fn a_deactivated_user_proposes_nothing() {
        let deactivated = booked().command(&deactivate(), now());
        deactivated.when(&request(NEVER_SET), now()).refused(UsersRefusal::Deactivated(mary().into()));
    }

    #[test]
    fn a_side_proposes_another_hour_of_the_window() {
        booked().when(&request(FIRST), now()).refused(TrainerRefusal::HourNotAvailable(hour(FIRST)));
        let late = request("2026-12-03T21:00:00Z");
        booked().when(&late, now()).inadmissible(TrainerRefusal::TooLateHour { provided: late.time, last: 20 });
    }
}
