use crate::{
    Command, Halt, Terms, UnitOfWork,
    trainings::{Actor, Training, TrainingKey},
    users::User,
};

/// Either side rejects the proposed time; who proposed it withdraws it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// Who rejects it.
    pub by: Actor,
}

impl Command for RejectTrainingReschedule {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        User::may_act(user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        training.reject_reschedule(self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}
