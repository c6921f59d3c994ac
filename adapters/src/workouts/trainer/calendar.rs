use std::collections::BTreeMap;

use domain::workouts::{
    Workouts,
    trainer::{
        Availability, HourStart, TrainerId,
        queries::{AvailableHours, CalendarReadModel},
    },
};
use jiff::civil::Date;
use kit_domain::ReadModelError;
use kit_dynamodb::Range;

use super::day::{DayItem, calendar, day_key, day_sk};
use crate::Table;

impl CalendarReadModel for Table<Workouts> {
    async fn hours(
        &self,
        trainer: TrainerId,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<HourStart, Availability>, ReadModelError> {
        let range = Range::new(calendar(trainer), day_sk(from), day_sk(to));
        let most = usize::try_from(AvailableHours::MOST_DAYS).unwrap_or(usize::MAX);
        let days: Vec<DayItem> = self.first_of_table(range, most).await?;
        hours(days)
    }

    async fn hour(&self, trainer: TrainerId, hour: HourStart) -> Result<Option<Availability>, ReadModelError> {
        let day: Option<DayItem> = self.get(&day_key(trainer, hour.date())).await?;
        Ok(hours(day)?.get(&hour).copied())
    }
}

fn hours(days: impl IntoIterator<Item = DayItem>) -> Result<BTreeMap<HourStart, Availability>, ReadModelError> {
    let mut hours = BTreeMap::new();
    for day in days {
        hours.extend(day.hours().map_err(ReadModelError::Broken)?);
    }
    Ok(hours)
}
