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
