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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        credits::{AccountEvent, Amount, RefundReason},
        given::{FIRST, IN_TIME, LATE, at, booked, hour, hour_id, key, mary, trainer, training},
        trainer::{Availability, HourEvent},
        trainings::{Actor, commands::CancelTraining},
    };

    #[test]
    fn the_hour_is_available_again() {
        booked()
            .when(&CancelTraining { key: key(), by: Actor::Trainer }, at(LATE))
            .events([HourEvent::Freed { trainer: trainer(), hour: hour(FIRST), training: training() }])
            .finds::<Hour>(&hour_id(FIRST), |hour| hour.availability() == Availability::Available);
    }

    #[test]
    fn a_late_cancellation_costs_the_side_that_cancels() {
        let (in_time, late) = (RefundReason::CanceledInTime, RefundReason::CanceledLateByTrainer);
        let mary_cancels = Actor::Attendee(mary());
        for (by, now, refund) in [
            (mary_cancels, IN_TIME, Some((Amount::ONE, 2, in_time))),
            (Actor::Trainer, IN_TIME, Some((Amount::ONE, 2, in_time))),
            (mary_cancels, LATE, None),
            (Actor::Trainer, LATE, Some((Amount::TWO, 3, late))),
        ] {
            let (attendee, training) = (mary(), training());
            let refunded =
                |(amount, balance, reason)| AccountEvent::Refunded { attendee, amount, balance, training, reason };
            booked().when(&CancelTraining { key: key(), by }, at(now)).events(refund.map(refunded));
        }
    }

    #[test]
    fn a_user_who_leaves_late_gets_nothing_back() {
        assert_eq!(refund(Canceler::System, true), Refund::Nothing);
        assert_eq!(refund(Canceler::System, false), Refund::InTime);
    }
}
