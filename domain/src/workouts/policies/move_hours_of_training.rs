use kit_domain::{CommandError, Keeps, Policy, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainer::{Hour, HourId},
    trainings::{Side, TrainingEvent},
    users::{StillActive, User},
};

/// A rescheduled training books its new hour and frees the old one.
#[derive(Debug)]
pub enum MoveHoursOfTraining {}

impl<W> Policy<W> for MoveHoursOfTraining
where
    W: Keeps<User> + Keeps<Hour> + Requires<StillActive>,
{
    type Event = TrainingEvent;

    async fn react(event: &TrainingEvent, work: &mut W, _terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let TrainingEvent::Rescheduled { training, trainer, attendee, from, to, by } = *event else { return Ok(()) };
        // A command of the attendee has required their active account itself.
        let holder = (by == Side::Trainer).then(|| attendee.into());
        let hour = |start| HourId { trainer, start };
        let (user, mut left, mut taken) = work.load((holder, hour(from), hour(to))).await?;
        if let Some(holder) = holder {
            User::may_act(user.flatten().as_ref())?;
            work.require(StillActive(holder));
        }
        taken.book(training)?;
        left.free(training);
        work.save(left);
        work.save(taken);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, SECOND, booked, hour, hour_id, key, mary, now, trainer, training},
        trainer::{Availability, HourEvent},
        trainings::{Actor, commands::RescheduleTraining},
    };

    #[test]
    fn the_new_hour_is_booked_and_the_old_one_is_available_again() {
        let by = Actor::Attendee(mary());
        let (trainer, training) = (trainer(), training());
        booked()
            .when(&RescheduleTraining { key: key(), time: hour(SECOND), notes: None, by }, now())
            .events([
                HourEvent::Freed { trainer, hour: hour(FIRST), training },
                HourEvent::Booked { trainer, hour: hour(SECOND), training },
            ])
            .finds::<Hour>(&hour_id(FIRST), |hour| hour.availability() == Availability::Available);
    }
}
