use super::move_hours::move_hours;
use crate::{
    Command, Halt, Refusal, Terms, UnitOfWork,
    trainer::HourStart,
    trainings::{Actor, Notes, Training, TrainingKey},
    users::User,
};

/// The attendee or the trainer moves a training that is 24 hours or more ahead to an available hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescheduleTraining {
    /// Which training.
    pub key: TrainingKey,
    /// When it begins then.
    pub time: HourStart,
    /// Its notes then, if others than now.
    pub notes: Option<Notes>,
    /// Who moves it.
    pub by: Actor,
}

impl Command for RescheduleTraining {
    fn admissible(&self, terms: &Terms) -> Result<(), Refusal> {
        Ok(terms.window.admit(self.time, terms.now).map(drop)?)
    }

    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        let time = terms.window.admit(self.time, terms.now)?;
        User::may_act(user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        let left = training.hour();
        training.reschedule(training.another_hour(time)?, self.notes.clone(), self.by.side(), terms.now)?;

        move_hours(work, &training, left, self.by).await?;
        work.save(training);
        Ok(())
    }
}
