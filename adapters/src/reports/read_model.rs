use std::collections::{BTreeMap, HashMap};

use domain::{
    ReadModelError,
    reports::queries::{MonthlyReport, ReportsReadModel, TrainersMonth},
};
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Reports,
    months::{OF_ATTENDEE, month_key},
};
use crate::store::{item::from_item, read_model_error};

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

impl ReportsReadModel for Reports {
    async fn month(&self, query: &MonthlyReport) -> Result<TrainersMonth, ReadModelError> {
        let key = month_key(query.trainer, query.month).attributes();
        let get = self.table.client.get_item().table_name(&*self.table.name).set_key(Some(key));
        let item = get.send().await.map_err(read_model_error)?.item;
        let month = item.map(from_item::<MonthItem>).transpose();
        Ok(month.map_err(|error| ReadModelError::Broken(error.into()))?.map(TrainersMonth::from).unwrap_or_default())
    }
}
