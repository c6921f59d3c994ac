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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        credits::{AccountEvent, Amount, CreditsRefusal},
        given::{SECOND, booked, club, deactivate, hour, john, key, mary, now, schedule, trainer, training},
        trainer::{HourEvent, TrainerRefusal},
        trainings::TrainingEvent,
        users::UsersRefusal,
    };

    #[test]
    fn an_attendee_books_an_available_hour_for_a_credit() {
        let (command, attendee) = (schedule(), mary());
        let time = command.time;
        club()
            .when(&command, now())
            .events([TrainingEvent::Scheduled { training: training(), trainer: trainer(), attendee, time }])
            .events([HourEvent::Booked { trainer: trainer(), hour: time, training: training() }])
            .events([AccountEvent::Spent { attendee, amount: Amount::ONE, balance: 1, training: training() }])
            .requires([StillActive(attendee.into())])
            .finds::<Training>(&key(), |training| training.notes().as_str() == "knee");
    }

    #[test]
    fn an_hour_outside_the_window_is_refused_without_any_state() {
        let command = ScheduleTraining { time: hour("2026-12-03T11:00:00Z"), ..schedule() };
        club().when(&command, now()).inadmissible(TrainerRefusal::TooEarlyHour { provided: command.time, first: 12 });
    }

    #[test]
    fn an_hour_is_booked_once() {
        let again = ScheduleTraining { key: TrainingKey { training: uuid::Uuid::nil().into(), ..key() }, ..schedule() };
        booked().when(&again, now()).refused(TrainerRefusal::HourNotAvailable(again.time));
    }

    #[test]
    fn a_booking_needs_a_credit() {
        let attendee = Attendee { id: john(), name: None };
        let without = ScheduleTraining { attendee, time: hour(SECOND), ..schedule() };
        club().when(&without, now()).refused(CreditsRefusal::NotEnoughCredits { needed: 1, balance: 0 });
    }

    #[test]
    fn a_deactivated_user_books_nothing() {
        let refused = UsersRefusal::Deactivated(mary().into());
        club().command(&deactivate(), now()).when(&schedule(), now()).refused(refused);
    }
}
