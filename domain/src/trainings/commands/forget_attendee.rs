use crate::{
    Command, Halt, Terms, UnitOfWork,
    trainings::{TrainingKey, TrainingsRefusal},
};

/// The attendee of a training has closed their account: their name and the notes are cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForgetAttendee {
    /// Which training.
    pub key: TrainingKey,
}

impl Command for ForgetAttendee {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, _terms: &Terms) -> Result<(), Halt> {
        let found = work.load(self.key).await?;
        let mut training = found.ok_or(TrainingsRefusal::NotFound(self.key.training))?;
        training.forget_attendee();
        work.save(training);
        Ok(())
    }
}
