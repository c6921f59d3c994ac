use kit_domain::{Command, CommandError, Keeps, Terms};

use crate::workouts::{
    Workouts,
    trainings::{Training, TrainingKey, TrainingsRefusal},
};

/// Clears the attendee's name and the notes of a training, because the attendee has closed their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForgetAttendee {
    /// Which training.
    pub key: TrainingKey,
}

impl<W> Command<W> for ForgetAttendee
where
    W: Keeps<Training>,
{
    async fn decide(&self, work: &mut W, _terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let found = work.load(self.key).await?;
        let mut training = found.ok_or(TrainingsRefusal::NotFound(self.key.training))?;
        training.forget_attendee();
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{booked, club, key, mary, now, trainer, training},
        trainings::TrainingEvent,
    };

    #[test]
    fn the_name_and_the_notes_are_cleared() {
        let (training, trainer, attendee) = (training(), trainer(), mary());
        booked()
            .when(&ForgetAttendee { key: key() }, now())
            .events([TrainingEvent::AttendeeForgotten { training, trainer, attendee }])
            .finds::<Training>(&key(), |found| found.attendee().name.is_none() && found.notes().as_str().is_empty());
    }

    #[test]
    fn only_a_booked_training_has_an_attendee() {
        club().when(&ForgetAttendee { key: key() }, now()).refused(TrainingsRefusal::NotFound(training()));
    }
}
