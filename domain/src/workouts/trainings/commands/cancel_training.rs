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
