use std::collections::BTreeMap;

use crate::Layout;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::workouts::trainer::{Availability, Hour, HourId, HourStart, Hours, TrainerId};
use jiff::civil::Date;
use kit_domain::Aggregate;
use kit_dynamodb::{
    Changed, Item, ItemKey, Read, Stored, Transaction, Write, WriteError,
    item::{STATE, number, to_item},
    transaction::MOST_ACTIONS,
};
use serde::{Deserialize, Serialize};

// A day costs two actions, its update and its commit. A deferred command adds its inbox record and its completion.
const _: () = assert!(2 * Hours::MOST_DAYS + 2 <= MOST_ACTIONS, "one transaction sets all hours of a command");

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
pub(super) fn day_key(trainer: TrainerId, date: Date) -> ItemKey {
    ItemKey::new(calendar(trainer), day_sk(date))
}

/// The attribute of a day that holds one hour.
pub(super) fn attribute(hour_of_day: i8) -> String {
    format!("h{hour_of_day:02}")
}

impl Stored<Layout> for Hour {
    const SOURCE: &'static str = "/workouts/trainer";

    fn key(id: &HourId) -> ItemKey {
        day_key(id.trainer, id.start.date())
    }

    fn subject(id: &HourId) -> String {
        format!("{}/{}", id.trainer, id.start)
    }

    fn read(id: &HourId, day: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let Some(value) = day.get(&attribute(id.start.hour_of_day())) else { return Ok(Read::Absent) };
        let stored: StoredHour = serde_dynamo::from_attribute_value(value.clone())?;
        Ok(Read::Found(Self::stored(*id, stored.availability), stored.version))
    }

    /// Hours of one day are one item: for each day one update, conditional on those hours alone, and one commit.
    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        let mut days: BTreeMap<(TrainerId, Date), Vec<&Changed<'_, Self>>> = BTreeMap::new();
        for hour in changed {
            let id = hour.aggregate.id();
            days.entry((id.trainer, id.start.date())).or_default().push(hour);
        }
        for ((trainer, date), mut hours) in days {
            hours.sort_by_key(|hour| hour.aggregate.id());
            transaction.push(update_day(day_key(trainer, date), &hours)?)?;
            put_day_commit(transaction, calendar(trainer), date, &hours)?;
        }
        Ok(())
    }
}

fn update_day(key: ItemKey, hours: &[&Changed<'_, Hour>]) -> Result<Write, WriteError> {
    let names: Vec<_> = hours.iter().map(|hour| attribute(hour.aggregate.id().start.hour_of_day())).collect();
    let sets: Vec<_> = names.iter().map(|name| format!("{name} = :{name}")).collect();
    let mut update = Write::update(key, format!("SET {}", sets.join(", ")));
    for (hour, name) in hours.iter().zip(names) {
        let stored = to_item(StoredHour { version: hour.version(), availability: hour.aggregate.availability() })?;
        update = update.value(format!(":{name}"), AttributeValue::M(stored));
        update = if hour.loaded == 0 {
            update.when(format!("attribute_not_exists({name})"))
        } else {
            let loaded = format!(":{name}_loaded");
            update.when(format!("{name}.version = {loaded}")).value(loaded, number(hour.loaded))
        };
    }
    Ok(update)
}

/// A day has no version of its own, or bookings of its hours would collide. Its commits are named by their first hour and
/// the version that they made of it, which no other commit makes.
fn put_day_commit(
    transaction: &mut Transaction<'_>,
    calendar: String,
    date: Date,
    hours: &[&Changed<'_, Hour>],
) -> Result<(), WriteError> {
    let mut events = Vec::new();
    for hour in hours {
        let subject = Hour::subject(&hour.aggregate.id());
        events.extend(transaction.envelopes(Hour::SOURCE, &subject, hour.version(), hour.aggregate.events()));
    }
    let first = hours
        .first()
        .map_or(String::new(), |hour| format!("{:02}#{:010}", hour.aggregate.id().start.hour_of_day(), hour.version()));
    transaction.put_commit(ItemKey::new(calendar, format!("COMMIT#{date}#{first}")), events)
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
