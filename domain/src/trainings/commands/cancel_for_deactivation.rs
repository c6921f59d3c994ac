use jiff::Timestamp;

use super::give_back::give_back;
use crate::{
    Command, Halt, Terms, UnitOfWork,
    trainings::{TrainingKey, TrainingsRefusal},
};

/// A training is canceled because its attendee's account was deactivated: its hour is available again,
/// and what the attendee would have got for canceling in that moment is on the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelForDeactivation {
    /// Which training.
    pub key: TrainingKey,
    /// When the account was deactivated.
    pub deactivated: Timestamp,
}

impl Command for CancelForDeactivation {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let found = work.load(self.key).await?;
        let mut training = found.ok_or(TrainingsRefusal::NotFound(self.key.training))?;
        let refund = training.cancel_for_deactivation(self.deactivated, terms.now)?;
        give_back(work, training, refund, None).await
    }
}
