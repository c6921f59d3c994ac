use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::trainer::{Availability, Hour, HourId, HourStart, TrainerId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::store::{
    Message, Table,
    commit::Origin,
    item::{Item, ItemKey, STATE, complete, number, to_item},
};

const SOURCE: &str = "/workouts/trainer";

/// An hour as its day keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredHour {
    version: u64,
    #[serde(flatten)]
    pub(super) availability: Availability,
}

/// The item collection of a trainer's calendar.
pub(super) fn calendar(trainer: TrainerId) -> String {
    format!("{trainer}#CALENDAR")
}

/// The sort key of a day.
pub(super) fn day_sk(date: Date) -> String {
    format!("{STATE}#{date}")
}

/// The key of a day of a trainer's calendar.
pub(crate) fn day_key(trainer: TrainerId, date: Date) -> ItemKey {
    ItemKey { pk: calendar(trainer), sk: day_sk(date) }
}

/// The attribute of a day that holds one hour.
pub(super) fn attribute(hour_of_day: i8) -> String {
    format!("h{hour_of_day:02}")
}

/// An hour and its version, if its day's item has it.
pub(crate) fn hour(id: HourId, day: &Item) -> Result<Option<(Hour, u64)>, serde_dynamo::Error> {
    let Some(value) = day.get(&attribute(id.start.hour_of_day())) else { return Ok(None) };
    let stored: StoredHour = serde_dynamo::from_attribute_value(value.clone())?;
    Ok(Some((Hour::stored(id, stored.availability), stored.version)))
}

impl Table {
    /// Writes hours that were loaded at these versions: for each day one update, conditional on those
    /// hours alone, and one commit.
    pub(crate) fn write_hours(
        &self,
        message: &Message,
        hours: &[(&Hour, u64)],
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let mut days: BTreeMap<(TrainerId, Date), Vec<(&Hour, u64)>> = BTreeMap::new();
        for (hour, loaded) in hours {
            let id = hour.id();
            days.entry((id.trainer, id.start.date())).or_default().push((hour, *loaded));
        }
        let mut actions = Vec::with_capacity(2 * days.len());
        for ((trainer, date), mut hours) in days {
            hours.sort_by_key(|(hour, _)| hour.id());
            let key = day_key(trainer, date);
            actions.push(self.update_day(&key, &hours)?);
            actions.push(self.put_day_commit(message, &key.pk, date, &hours)?);
        }
        Ok(actions)
    }

    fn update_day(&self, key: &ItemKey, hours: &[(&Hour, u64)]) -> Result<TransactWriteItem, serde_dynamo::Error> {
        let mut update = Update::builder().table_name(&*self.name).set_key(Some(key.attributes()));
        let (mut sets, mut conditions) = (Vec::new(), Vec::new());
        for (hour, loaded) in hours {
            let name = attribute(hour.id().start.hour_of_day());
            let stored = to_item(StoredHour { version: loaded + 1, availability: hour.availability() })?;
            update = update
                .expression_attribute_values(format!(":{name}"), aws_sdk_dynamodb::types::AttributeValue::M(stored));
            sets.push(format!("{name} = :{name}"));
            conditions.push(if *loaded == 0 {
                format!("attribute_not_exists({name})")
            } else {
                update = update.expression_attribute_values(format!(":{name}_loaded"), number(*loaded));
                format!("{name}.version = :{name}_loaded")
            });
        }
        let update = update
            .update_expression(format!("SET {}", sets.join(", ")))
            .condition_expression(conditions.join(" AND "))
            .build();
        Ok(TransactWriteItem::builder().update(complete(update)).build())
    }

    /// A day has no version of its own, or bookings of its hours would collide: its commits are named
    /// by their first hour and the version that they made of it, which no other commit makes.
    fn put_day_commit(
        &self,
        message: &Message,
        calendar: &str,
        date: Date,
        hours: &[(&Hour, u64)],
    ) -> Result<TransactWriteItem, serde_dynamo::Error> {
        let origin = Origin { message, source: SOURCE };
        let events = hours
            .iter()
            .flat_map(|(hour, loaded)| self.envelopes(&origin, &subject(hour.id()), loaded + 1, hour.events()))
            .collect();
        let first = hours
            .first()
            .map_or(String::new(), |(hour, loaded)| format!("{:02}#{:010}", hour.id().start.hour_of_day(), loaded + 1));
        let key = ItemKey { pk: calendar.to_owned(), sk: format!("COMMIT#{date}#{first}") };
        self.put_commit(message, &key, events)
    }
}

/// An hour as the subject of events.
fn subject(id: HourId) -> String {
    format!("{}/{}", id.trainer, id.start)
}

/// The hours that a day's item holds, read as of its sort key.
#[derive(Deserialize)]
pub(super) struct DayItem {
    sk: String,
    #[serde(flatten)]
    attributes: BTreeMap<String, serde_json::Value>,
}

impl DayItem {
    /// Each hour that has ever been set.
    pub(super) fn hours(self) -> Result<Vec<(HourStart, Availability)>, Box<dyn std::error::Error + Send + Sync>> {
        let date: Date = self.sk.strip_prefix(&format!("{STATE}#")).unwrap_or_default().parse()?;
        let mut hours = Vec::new();
        for (name, value) in self.attributes {
            let Some(hour) = name.strip_prefix('h').and_then(|hour| hour.parse::<i8>().ok()) else { continue };
            let stored: StoredHour = serde_json::from_value(value)?;
            let start = date.at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC)?.timestamp();
            hours.push((HourStart::new(start)?, stored.availability));
        }
        Ok(hours)
    }
}
