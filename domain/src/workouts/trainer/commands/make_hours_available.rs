use kit_domain::{Command, CommandError, Keeps, Refused, Terms};

use crate::workouts::{
    Workouts,
    trainer::{Hour, Hours, TrainerId},
};

/// The trainer offers hours: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeHoursAvailable {
    /// Whose calendar.
    pub trainer: TrainerId,
    /// Which hours.
    pub hours: Hours,
}

impl<W> Command<W> for MakeHoursAvailable
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
            hour.make_available()?;
            work.save(hour);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, SECOND, at, booked, hour, hour_id, now, trainer},
        trainer::{HourEvent, TrainerRefusal},
    };

    fn make(times: &[&str]) -> MakeHoursAvailable {
        MakeHoursAvailable { trainer: trainer(), hours: Hours::new(times.iter().map(|time| at(time))).unwrap() }
    }

    #[test]
    fn only_hours_that_are_not_offered_change() {
        let new = "2026-12-04T15:00:00Z";
        let event = HourEvent::MadeAvailable { trainer: trainer(), hour: hour(new) };
        booked().when(&make(&[SECOND, new]), now()).events([event]);
    }

    #[test]
    fn all_hours_are_offered_or_none() {
        let new = "2026-12-03T13:00:00Z";
        let refused =
            booked().when(&make(&[new, FIRST]), now()).refused(TrainerRefusal::TrainingScheduled(hour(FIRST)));
        refused.finds_nothing::<Hour>(&hour_id(new));
        let early = TrainerRefusal::TooEarlyHour { provided: hour("2026-12-03T11:00:00Z"), first: 12 };
        booked().when(&make(&[new, "2026-12-03T11:00:00Z"]), now()).inadmissible(early);
    }
}
