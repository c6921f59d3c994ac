use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainings::{Actor, Training, TrainingKey},
    users::{StillActive, User},
};

/// The other side agrees to the proposed time: the training moves there, on however short notice. When that hour is no
/// longer available or has passed, the command is refused and the proposal stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApproveTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// Who agrees.
    pub by: Actor,
}

impl<W> Command<W> for ApproveTrainingReschedule
where
    W: Keeps<User> + Keeps<Training> + Requires<StillActive>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        self.by.ensure_active(work, user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        let proposed = training.proposal_to_approve(self.by.side(), terms.now)?.time;
        let time = terms.rules.admit(proposed, terms.now)?;
        training.approve_reschedule(time, self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}
