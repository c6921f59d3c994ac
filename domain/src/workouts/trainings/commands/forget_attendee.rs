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
