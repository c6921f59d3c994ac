use crate::{
    Command, Halt, Refusal, Terms, UnitOfWork,
    trainer::HourStart,
    trainings::{Actor, Notes, Training, TrainingKey},
    users::User,
};

/// The attendee or the trainer proposes another time, whether it is available or not: what counts
/// is that it is when the other side agrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// When it would begin.
    pub time: HourStart,
    /// The notes that it would have, if others than now.
    pub notes: Option<Notes>,
    /// Who proposes it.
    pub by: Actor,
}

impl Command for RequestTrainingReschedule {
    fn admissible(&self, terms: &Terms) -> Result<(), Refusal> {
        Ok(terms.window.admit(self.time, terms.now).map(drop)?)
    }

    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        let time = terms.window.admit(self.time, terms.now)?;
        User::may_act(user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        training.request_reschedule(training.another_hour(time)?, self.notes.clone(), self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}
