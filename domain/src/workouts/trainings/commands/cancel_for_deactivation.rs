use kit_domain::{Command, CommandError, Keeps, Terms};

use jiff::Timestamp;

use crate::workouts::{
    Workouts,
    trainings::{Training, TrainingKey, TrainingsRefusal},
};

/// The system cancels a training because its attendee's account was deactivated. The hour is available again. The
/// attendee gets the refund of a cancellation in the moment of the deactivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelForDeactivation {
    /// Which training.
    pub key: TrainingKey,
    /// When the account was deactivated.
    pub deactivated: Timestamp,
}

impl<W> Command<W> for CancelForDeactivation
where
    W: Keeps<Training>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let found = work.load(self.key).await?;
        let mut training = found.ok_or(TrainingsRefusal::NotFound(self.key.training))?;
        training.cancel_for_deactivation(self.deactivated, terms.now)?;
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        credits::{AccountEvent, Amount, RefundReason},
        given::{IN_TIME, LATE, at, booked, club, deactivate, key, mary, training},
        users::StillActive,
    };

    #[test]
    fn a_deactivated_users_training_is_canceled_as_of_the_deactivation() {
        let canceled = |deactivated: &str| {
            let command = CancelForDeactivation { key: key(), deactivated: at(deactivated) };
            let after = booked().command(&deactivate(), at(deactivated)).when(&command, at(LATE));
            after.requires::<StillActive>([]).finds::<Training>(&key(), |training| training.attendee().name.is_none())
        };
        let (attendee, training, reason) = (mary(), training(), RefundReason::CanceledInTime);
        let refunded = AccountEvent::Refunded { attendee, amount: Amount::ONE, balance: 2, training, reason };
        canceled(IN_TIME).events([refunded]);
        canceled(LATE).events::<AccountEvent>([]);
    }

    #[test]
    fn only_a_booked_training_is_canceled() {
        let command = CancelForDeactivation { key: key(), deactivated: at(IN_TIME) };
        club().when(&command, at(IN_TIME)).refused(TrainingsRefusal::NotFound(training()));
    }
}
