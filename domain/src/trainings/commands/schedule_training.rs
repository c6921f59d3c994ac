use crate::{
    Command, Halt, Refusal, Terms, UnitOfWork,
    credits::AccountId,
    trainer::{HourId, HourStart},
    trainings::{Attendee, Notes, Training, TrainingKey},
    users::{User, UserId},
};

/// An attendee books an hour for one credit: the credit is taken, the hour is the training's, the
/// training exists. All three or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleTraining {
    /// The new training and who gives it.
    pub key: TrainingKey,
    /// Who books it.
    pub attendee: Attendee,
    /// When it begins.
    pub time: HourStart,
    /// What the trainer should know.
    pub notes: Notes,
}

impl Command for ScheduleTraining {
    fn admissible(&self, terms: &Terms) -> Result<(), Refusal> {
        Ok(terms.window.admit(self.time, terms.now).map(drop)?)
    }

    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let hour = HourId { trainer: self.key.trainer, start: self.time };
        let ids = (UserId::from(self.attendee.id), (hour, AccountId(self.attendee.id)));
        let (user, (mut hour, mut account)) = work.load(ids).await?;

        let time = terms.window.admit(self.time, terms.now)?;
        User::may_act(user.as_ref())?;
        hour.book(self.key.training)?;
        account.spend(self.key.training)?;

        work.save(Training::schedule(self.key, self.attendee.clone(), time, self.notes.clone()));
        work.save(hour);
        work.save(account);
        Ok(())
    }
}
