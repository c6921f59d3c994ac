use kit_domain::{CommandError, Keeps, Policy, Requires, Terms};

use crate::workouts::{
    Workouts,
    credits::{Account, AccountId, Refund},
    trainer::{Hour, HourId},
    trainings::{Canceler, TrainingEvent},
    users::{StillActive, User},
};

/// A canceled training gives back its hour to the calendar, and the refund to the attendee's account.
#[derive(Debug)]
pub enum GiveBackCanceledTraining {}

impl<W> Policy<W> for GiveBackCanceledTraining
where
    W: Keeps<User> + Keeps<Hour> + Keeps<Account> + Requires<StillActive>,
{
    type Event = TrainingEvent;

    async fn react(event: &TrainingEvent, work: &mut W, _terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let TrainingEvent::Canceled { training, trainer, attendee, time, by, late } = *event else { return Ok(()) };
        // The trainer cannot cancel for a deactivated account: only the system does. A command of the attendee has
        // required their active account itself.
        let holder = (by == Canceler::Trainer).then(|| attendee.into());
        let ids = (holder, HourId { trainer, start: time }, AccountId(attendee));
        let (user, mut hour, mut account) = work.load(ids).await?;
        if let Some(holder) = holder {
            User::may_act(user.flatten().as_ref())?;
            work.require(StillActive(holder));
        }
        hour.free(training);
        account.refund(refund(by, late), training);
        work.save(hour);
        work.save(account);
        Ok(())
    }
}

/// In good time the credit comes back. A late cancellation gives nothing back to an attendee who cancels or leaves, and
/// twice the credit when the trainer cancels.
fn refund(by: Canceler, late: bool) -> Refund {
    match (late, by) {
        (false, _) => Refund::InTime,
        (true, Canceler::Attendee | Canceler::System) => Refund::Nothing,
        (true, Canceler::Trainer) => Refund::LateByTrainer,
    }
}
