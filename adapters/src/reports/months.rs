use std::collections::{BTreeMap, HashMap, HashSet};

use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use domain::{
    ReadModelError,
    reports::{Count, Entry, Month, ReportedTraining},
    trainer::TrainerId,
    trainings::{TrainingEvent, TrainingKey},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Reports, months_of};
use crate::store::{
    CloudEvent, EventSequence,
    failure::{self, Failure},
    item::{Item, ItemKey, complete, from_item, text, to_item},
    pause,
};

/// How often an event is tried to be counted before it is handed back.
const MOST_ATTEMPTS: u32 = 5;

/// What became of an event that a read model was told.
#[derive(Debug)]
pub enum Taken {
    /// It is counted.
    Counted,
    /// It had been counted before.
    Before,
    /// An earlier one of the same training is missing; it has to come first.
    TooEarly,
    /// The table did not answer; later it may.
    Unavailable(Box<dyn std::error::Error + Send + Sync>),
    /// It can never be counted.
    Never(Box<dyn std::error::Error + Send + Sync>),
}

/// What was told of a training.
#[derive(Serialize, Deserialize)]
struct Told {
    /// Which event comes next.
    next: EventSequence,
    #[serde(flatten)]
    training: ReportedTraining,
}

impl Reports {
    /// Counts an event of a training, once, and only after all earlier ones: what is known of the
    /// training is conditional on the event that comes next, and changes in the transaction that counts.
    pub async fn tell(&self, event: &CloudEvent<TrainingEvent>) -> Taken {
        for attempt in 1.. {
            match self.try_tell(event).await {
                Ok(taken) => return taken,
                Err(Failure::Broken(cause)) => return Taken::Never(cause),
                Err(Failure::Unavailable(cause)) => return Taken::Unavailable(cause),
                // Another training of the same month was counted in the same moment.
                Err(Failure::Conflict(cause)) if attempt == MOST_ATTEMPTS => return Taken::Unavailable(cause),
                Err(Failure::Conflict(_)) => pause(attempt).await,
            }
        }
        unreachable!("the last attempt has returned")
    }

    /// Which events have been counted, of `events` of trainings: all that come before the one that is
    /// counted next.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn counted(&self, events: &[CloudEvent<TrainingEvent>]) -> Result<HashSet<Uuid>, ReadModelError> {
        let trainings: HashSet<ItemKey> = events.iter().map(|event| told_key(event.event.training())).collect();
        let mut next = HashMap::new();
        for (key, item) in self.table.read_items(trainings).await? {
            // Of one that cannot be read nobody can tell: its events are sent again, and parked by who cannot read it.
            if let Ok(told) = from_item::<Told>(item) {
                next.insert(key, told.next);
            }
        }
        let is_counted = |event: &&CloudEvent<TrainingEvent>| {
            next.get(&told_key(event.event.training())).is_some_and(|next| event.sequence < *next)
        };
        Ok(events.iter().filter(is_counted).map(|event| event.id).collect())
    }

    async fn try_tell(&self, event: &CloudEvent<TrainingEvent>) -> Result<Taken, Failure> {
        let trainer = event.event.training().trainer;
        let key = told_key(event.event.training());
        let get = self
            .table
            .client
            .get_item()
            .table_name(&*self.table.name)
            .set_key(Some(key.attributes()))
            .consistent_read(true);
        let told = get.send().await.map_err(failure::of_call)?.item.map(from_item::<Told>).transpose()?;

        let next = told.as_ref().map_or(EventSequence::FIRST, |told| told.next);
        match event.sequence.cmp(&next) {
            std::cmp::Ordering::Less => return Ok(Taken::Before),
            std::cmp::Ordering::Greater => return Ok(Taken::TooEarly),
            std::cmp::Ordering::Equal => {}
        }
        let known = told.map(|told| told.training);
        let Some((training, entries)) = ReportedTraining::told(known, &event.event) else {
            return Ok(Taken::Never("a training begins with its being scheduled, and only then".into()));
        };
        let told = Told { next: event.sequence.next(event.commitsize), training };
        let mut actions = vec![self.put_told(&key, &told, next)?];
        actions.extend(self.update_months(trainer, &entries, event));
        let counted = self.table.client.transact_write_items().set_transact_items(Some(actions)).send().await;
        counted.map(|_| Taken::Counted).map_err(failure::of_transaction)
    }

    fn put_told(
        &self,
        key: &ItemKey,
        told: &Told,
        expected: EventSequence,
    ) -> Result<TransactWriteItem, serde_dynamo::Error> {
        let mut item: Item = to_item(told)?;
        item.extend(key.attributes());
        let put = Put::builder().table_name(&*self.table.name).set_item(Some(item));
        let put = if expected == EventSequence::FIRST {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("#next = :expected")
                .expression_attribute_names("#next", "next")
                .expression_attribute_values(":expected", text(expected))
        };
        Ok(TransactWriteItem::builder().put(complete(put.build())).build())
    }

    fn update_months(
        &self,
        trainer: TrainerId,
        entries: &[Entry],
        event: &CloudEvent<TrainingEvent>,
    ) -> Vec<TransactWriteItem> {
        let mut months: BTreeMap<Month, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            months.entry(entry.month).or_default().push(entry);
        }
        let update = |(month, entries): (Month, Vec<&Entry>)| {
            let mut update = Update::builder()
                .table_name(&*self.table.name)
                .set_key(Some(month_key(trainer, month).attributes()))
                .expression_attribute_values(":time", text(event.time.to_string()));
            let mut adds = Vec::new();
            for (number, entry) in entries.into_iter().enumerate() {
                update = update
                    .expression_attribute_names(format!("#{number}"), attribute(entry.count))
                    .expression_attribute_values(format!(":{number}"), AttributeValue::N(entry.by.to_string()));
                adds.push(format!("#{number} :{number}"));
            }
            let update = update.update_expression(format!("SET asOf = :time ADD {}", adds.join(", "))).build();
            TransactWriteItem::builder().update(complete(update)).build()
        };
        months.into_iter().map(update).collect()
    }
}

/// The key of what was told of a training.
fn told_key(TrainingKey { trainer, training }: TrainingKey) -> ItemKey {
    ItemKey { pk: format!("{trainer}#TRAINING#{training}"), sk: "REPORTED".into() }
}

/// The key of a month.
pub(super) fn month_key(trainer: TrainerId, month: Month) -> ItemKey {
    ItemKey { pk: months_of(trainer), sk: format!("MONTH#{month}") }
}

/// What the attributes of attendees begin with.
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
