use kit_domain::{Command, CommandError, Keeps, Refused, Terms};

use crate::workouts::{
    Workouts,
    trainer::{Hour, Hours, TrainerId},
};

/// The trainer no longer offers hours: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeHoursUnavailable {
    /// Whose calendar.
    pub trainer: TrainerId,
    /// Which hours.
    pub hours: Hours,
}

impl<W> Command<W> for MakeHoursUnavailable
where
    W: Keeps<Hour>,
{
    fn admissible(&self, terms: &Terms<Workouts>) -> Result<(), Refused> {
        Ok(self.hours.admit(terms.rules, terms.now).map(drop)?)
    }

    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let hours = work.load(self.hours.of(self.trainer)).await?;
        self.hours.admit(terms.rules, terms.now)?;
        for mut hour in hours {
            hour.make_unavailable()?;
            work.save(hour);
        }
        Ok(())
    }
}
