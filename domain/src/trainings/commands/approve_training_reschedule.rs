use super::move_hours::move_hours;
use crate::{
    Command, Halt, Terms, UnitOfWork,
    trainings::{Actor, Training, TrainingKey},
    users::User,
};

/// The other side agrees to the proposed time: the training moves there, however near it is. When
/// that hour has been taken or has passed since, the proposal stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApproveTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// Who agrees.
    pub by: Actor,
}

impl Command for ApproveTrainingReschedule {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        User::may_act(user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        let proposed = training.proposal_to_approve(self.by.side(), terms.now)?.time;
        let time = terms.window.admit(proposed, terms.now)?;
        let left = training.hour();
        training.approve_reschedule(time, self.by.side(), terms.now)?;

        move_hours(work, &training, left, self.by).await?;
        work.save(training);
        Ok(())
    }
}
