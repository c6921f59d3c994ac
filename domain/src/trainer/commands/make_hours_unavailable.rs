use crate::{
    Command, Halt, Refusal, Terms, UnitOfWork,
    trainer::{Hours, TrainerId},
};

/// The trainer no longer offers hours. All of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeHoursUnavailable {
    /// Whose calendar.
    pub trainer: TrainerId,
    /// Which hours.
    pub hours: Hours,
}

impl Command for MakeHoursUnavailable {
    fn admissible(&self, terms: &Terms) -> Result<(), Refusal> {
        Ok(self.hours.admit(terms.window, terms.now).map(drop)?)
    }

    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let hours = work.load(self.hours.of(self.trainer)).await?;
        self.admissible(terms)?;
        for mut hour in hours {
            hour.make_unavailable()?;
            work.save(hour);
        }
        Ok(())
    }
}
