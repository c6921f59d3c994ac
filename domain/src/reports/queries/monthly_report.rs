use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{reports::Month, workouts::trainer::TrainerId, workouts::users::AttendeeId};
use kit_domain::ReadModelError;

/// A trainer's month in numbers. It may lag behind by seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthlyReport {
    /// Whose month.
    pub trainer: TrainerId,
    /// Which month.
    pub month: Month,
}

/// The numbers of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrainersMonth {
    /// Trainings that take place.
    pub standing: i64,
    /// Times that a training of the month was moved, within it or to another.
    pub moved: i64,
    /// Trainings that their attendees canceled.
    pub canceled_by_attendee: i64,
    /// Trainings that the trainer canceled.
    pub canceled_by_trainer: i64,
    /// Of all that were canceled, those less than 24 hours ahead.
    pub canceled_late: i64,
    /// Trainings that take place, by attendee; only of those who have some.
    pub attendees: BTreeMap<AttendeeId, i64>,
    /// The time of the last event that it counts; none before the first event.
    pub as_of: Option<Timestamp>,
}

/// The read model of the reports' queries.
pub trait ReportsReadModel {
    /// The month that `query` asks for.
    fn month(&self, query: &MonthlyReport) -> impl Future<Output = Result<TrainersMonth, ReadModelError>> + Send;
}

impl MonthlyReport {
    /// The month. All numbers are zero if nothing has happened in it.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(&self, reports: &impl ReportsReadModel) -> Result<TrainersMonth, ReadModelError> {
        reports.month(self).await
    }
}

#[cfg(test)]
mod tests {
    use kit_domain::testing::at_once;

    use super::*;
    use crate::workouts::given::{mary, now, trainer};

    /// One month's numbers.
    struct OneMonth(Month, TrainersMonth);

    impl ReportsReadModel for OneMonth {
        async fn month(&self, query: &MonthlyReport) -> Result<TrainersMonth, ReadModelError> {
            Ok(if query.month == self.0 { self.1.clone() } else { TrainersMonth::default() })
        }
    }

    #[test]
    fn a_report_is_the_months_numbers() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let attendees = BTreeMap::from([(mary(), 2)]);
        let numbers = TrainersMonth { standing: 2, attendees, as_of: Some(now()), ..TrainersMonth::default() };
        let reports = OneMonth(month("2026-12"), numbers.clone());
        let ask = |text| at_once(MonthlyReport { trainer: trainer(), month: month(text) }.ask(&reports)).unwrap();
        assert_eq!(ask("2026-12"), numbers);
        assert_eq!(ask("2027-01"), TrainersMonth::default());
    }
}
