use crate::{
    Command, Halt, Terms, UnitOfWork,
    credits::AccountId,
    trainings::{Actor, Training, TrainingKey},
};

/// The attendee or the trainer cancels a training: its hour is available again, and what the
/// cancellation rule gives back is on the attendee's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelTraining {
    /// Which training.
    pub key: TrainingKey,
    /// Who cancels it.
    pub by: Actor,
}

impl Command for CancelTraining {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let found = work.load(self.key).await?;
        let mut training = Training::of(self.by, self.key, found)?;
        let refund = training.cancel(self.by.side(), terms.now)?;

        let (mut hour, mut account) = work.load((training.hour(), AccountId(training.attendee().id))).await?;
        hour.free(training.id());
        account.refund(refund, training.id());

        work.save(training);
        work.save(hour);
        work.save(account);
        Ok(())
    }
}
