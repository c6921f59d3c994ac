use std::collections::{BTreeMap, HashMap};

use domain::reports::{
    Reports,
    queries::{MonthlyReport, ReportsReadModel, TrainersMonth},
};
use jiff::Timestamp;
use kit_domain::ReadModelError;
use serde::Deserialize;
use uuid::Uuid;

use super::months::{OF_ATTENDEE, month_key};
use crate::Table;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MonthItem {
    #[serde(default)]
    standing: i64,
    #[serde(default)]
    moved: i64,
    #[serde(default)]
    canceled_by_attendee: i64,
    #[serde(default)]
    canceled_by_trainer: i64,
    #[serde(default)]
    canceled_late: i64,
    as_of: Timestamp,
    #[serde(flatten)]
    others: HashMap<String, serde_json::Value>,
}

impl From<MonthItem> for TrainersMonth {
    fn from(month: MonthItem) -> Self {
        let of_attendee = |(name, count): (&String, &serde_json::Value)| {
            let attendee = Uuid::try_parse(name.strip_prefix(OF_ATTENDEE)?).ok()?;
            Some((attendee.into(), count.as_i64().filter(|count| *count != 0)?))
        };
        let attendees: BTreeMap<_, _> = month.others.iter().filter_map(of_attendee).collect();
        Self {
            standing: month.standing,
            moved: month.moved,
            canceled_by_attendee: month.canceled_by_attendee,
            canceled_by_trainer: month.canceled_by_trainer,
            canceled_late: month.canceled_late,
            attendees,
            as_of: Some(month.as_of),
        }
    }
}

impl ReportsReadModel for Table<Reports> {
    async fn month(&self, query: &MonthlyReport) -> Result<TrainersMonth, ReadModelError> {
        let month: Option<MonthItem> = self.get_eventually(&month_key(query.trainer, query.month)).await?;
        Ok(month.map(TrainersMonth::from).unwrap_or_default())
    }
}
