use std::collections::BTreeMap;

use domain::{
    reports::{Count, Entry, Month, ReportedTraining, Reports},
    workouts::{
        TrainerId,
        trainings::{TrainingEvent, TrainingKey},
    },
};
use kit_dynamodb::{
    CloudEvent, Item, ItemKey, Transaction, Write,
    item::{from_item, number, text, to_item},
    projection::{Projection, Unprojectable},
};

use super::months_of;

/// The trainer's months, counted from the events of trainings.
#[derive(Debug)]
pub enum Months {}

impl Projection for Months {
    type Context = Reports;
    type Event = TrainingEvent;

    fn position(event: &TrainingEvent) -> ItemKey {
        let TrainingKey { trainer, training } = event.training();
        ItemKey::new(format!("{trainer}#TRAINING#{training}"), "REPORTED")
    }

    fn project(
        event: &CloudEvent<TrainingEvent>,
        known: Option<Item>,
        transaction: &mut Transaction<'_>,
    ) -> Result<Item, Unprojectable> {
        let known = known.map(from_item::<ReportedTraining>).transpose()?;
        let reported = ReportedTraining::after(known, &event.event);
        let misplaced = Unprojectable::OutOfPlace("a training begins with its being scheduled, and only then");
        let (training, entries) = reported.ok_or(misplaced)?;
        let mut months: BTreeMap<Month, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            months.entry(entry.month).or_default().push(entry);
        }
        for (month, entries) in months {
            transaction.push(count(event, month, &entries))?;
        }
        Ok(to_item(training)?)
    }
}

/// Counts in one month.
fn count(event: &CloudEvent<TrainingEvent>, month: Month, entries: &[Entry]) -> Write {
    let adds: Vec<_> = (0..entries.len()).map(|number| format!("#{number} :{number}")).collect();
    let key = month_key(event.event.training().trainer, month);
    let update = Write::update(key, format!("SET asOf = :time ADD {}", adds.join(", ")));
    let update = update.value(":time", text(event.time.to_string()));
    entries.iter().enumerate().fold(update, |update, (place, entry)| {
        update.name(format!("#{place}"), attribute(entry.count)).value(format!(":{place}"), number(entry.by))
    })
}

/// The key of a month.
pub(super) fn month_key(trainer: TrainerId, month: Month) -> ItemKey {
    ItemKey::new(months_of(trainer), format!("MONTH#{month}"))
}

/// The prefix of attendees' attributes.
pub(super) const OF_ATTENDEE: &str = "of#";

/// The attribute of a month that holds a count.
fn attribute(count: Count) -> String {
    match count {
        Count::Standing => "standing".into(),
        Count::StandingOf(attendee) => format!("{OF_ATTENDEE}{attendee}"),
        Count::Moved => "moved".into(),
        Count::CanceledByAttendee => "canceledByAttendee".into(),
        Count::CanceledByTrainer => "canceledByTrainer".into(),
        Count::CanceledLate => "canceledLate".into(),
    }
}
