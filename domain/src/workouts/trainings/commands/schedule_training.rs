use kit_domain::{Command, CommandError, Keeps, Refused, Requires, Terms};

use crate::workouts::{
    Workouts,
    credits::{Account, AccountId},
    trainer::{Hour, HourId, HourStart},
    trainings::{Attendee, Notes, Training, TrainingKey},
    users::{StillActive, User, UserId},
};

/// An attendee books an hour for one credit: the account pays, the hour is booked and the training is scheduled. All
/// three happen or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleTraining {
    /// The new training and who gives it.
    pub key: TrainingKey,
    /// Who books it.
    pub attendee: Attendee,
    /// When it begins.
    pub time: HourStart,
    /// The message to the trainer.
    pub notes: Notes,
}

impl<W> Command<W> for ScheduleTraining
where
    W: Keeps<User> + Keeps<Hour> + Keeps<Account> + Keeps<Training> + Requires<StillActive>,
{
    fn admissible(&self, terms: &Terms<Workouts>) -> Result<(), Refused> {
        Ok(terms.rules.admit(self.time, terms.now).map(drop)?)
    }

    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let id = UserId::from(self.attendee.id);
        let hour = HourId { trainer: self.key.trainer, start: self.time };
        let (user, mut hour, mut account) = work.load((id, hour, AccountId(self.attendee.id))).await?;

        let time = terms.rules.admit(self.time, terms.now)?;
        User::may_act(user.as_ref())?;
        work.require(StillActive(id));
        hour.book(self.key.training)?;
        account.spend(self.key.training)?;

        work.save(Training::schedule(self.key, self.attendee.clone(), time, self.notes.clone()));
        work.save(hour);
        work.save(account);
        Ok(())
    }
}
