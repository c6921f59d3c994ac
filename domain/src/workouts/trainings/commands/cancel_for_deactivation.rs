use kit_domain::{Command, CommandError, Keeps, Terms};

use jiff::Timestamp;

use crate::workouts::{
    Workouts,
    trainings::{Training, TrainingKey, TrainingsRefusal},
};

/// The system cancels a training because its attendee's account was deactivated. The hour is available again. The
/// attendee gets the refund of a cancellation in the moment of the deactivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelForDeactivation {
    /// Which training.
    pub key: TrainingKey,
    /// When the account was deactivated.
    pub deactivated: Timestamp,
}

impl<W> Command<W> for CancelForDeactivation
where
    W: Keeps<Training>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let found = work.load(self.key).await?;
        let mut training = found.ok_or(TrainingsRefusal::NotFound(self.key.training))?;
        training.cancel_for_deactivation(self.deactivated, terms.now)?;
        work.save(training);
        Ok(())
    }
}
