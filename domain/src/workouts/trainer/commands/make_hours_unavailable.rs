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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, SECOND, at, booked, hour, hour_id, now, trainer},
        trainer::{Availability, HourEvent, TrainerRefusal},
    };

    fn make(times: &[&str]) -> MakeHoursUnavailable {
        MakeHoursUnavailable { trainer: trainer(), hours: Hours::new(times.iter().map(|time| at(time))).unwrap() }
    }

    #[test]
    fn only_hours_that_are_offered_change() {
        let event = HourEvent::MadeUnavailable { trainer: trainer(), hour: hour(SECOND) };
        booked().when(&make(&["2026-12-03T13:00:00Z", SECOND]), now()).events([event]);
    }

    #[test]
    fn no_hour_changes_if_a_training_is_scheduled_in_one() {
        booked()
            .when(&make(&[FIRST, SECOND]), now())
            .refused(TrainerRefusal::TrainingScheduled(hour(FIRST)))
            .finds::<Hour>(&hour_id(SECOND), |hour| hour.availability() == Availability::Available);
        let early = TrainerRefusal::TooEarlyHour { provided: hour("2026-12-03T11:00:00Z"), first: 12 };
        booked().when(&make(&["2026-12-03T11:00:00Z"]), now()).inadmissible(early);
    }
}
