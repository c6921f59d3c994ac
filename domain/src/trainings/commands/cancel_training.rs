use super::give_back::give_back;
use crate::{
    Command, Halt, Terms, UnitOfWork,
    trainings::{Actor, Training, TrainingKey},
    users::User,
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
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        User::may_act(user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        let refund = training.cancel(self.by.side(), terms.now)?;
        let holder = self.by.holder_to_see(&training);
        give_back(work, training, refund, holder).await
    }
}
