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
