use domain::workouts::trainings::{Status, Training, TrainingKey};
use kit_dynamodb::{
    Changed, Item, ItemKey, Read, Stored, Transaction, Write, WriteError,
    item::{from_item, to_item},
};
use serde::{Deserialize, Serialize};

use super::lists::{AttendeesList, TrainersList, place};
use crate::Layout;

/// A training's state.
#[derive(Deserialize)]
struct StateItem {
    version: u64,
    #[serde(flatten)]
    training: Training,
}

/// A training as it is written, with its place in one of the trainer's lists.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    training: &'a Training,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

fn collection(key: TrainingKey) -> String {
    format!("{}#TRAINING#{}", key.trainer, key.training)
}

/// The key of a training's state.
pub(super) fn state_key(key: TrainingKey) -> ItemKey {
    ItemKey::state(collection(key))
}

impl Stored<Layout> for Training {
    const SOURCE: &'static str = "/workouts/trainings";

    fn key(key: &TrainingKey) -> ItemKey {
        state_key(*key)
    }

    fn subject(key: &TrainingKey) -> String {
        key.training.to_string()
    }

    fn read(_key: &TrainingKey, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let StateItem { version, training } = from_item(item.clone())?;
        Ok(Read::Found(training, version))
    }

    /// The state, the commit, and the entry in the attendee's list, which has another key when the training has moved or
    /// was canceled. The condition on the state guards the entry: nobody writes one without the other.
    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for training in changed {
            let Changed { aggregate, before, loaded } = *training;
            transaction.push(Write::put_state(state_key(aggregate.key()), to_item(state(aggregate))?, loaded))?;
            training.put_commit::<Layout>(transaction)?;
            let entry = entry_key(aggregate);
            if let Some(old) = before.map(entry_key).filter(|old| *old != entry) {
                transaction.push(Write::delete(old))?;
            }
            transaction.push(Write::put(entry, to_item(listed_by_proposal(aggregate))?))?;
        }
        Ok(())
    }
}

/// The state is on the trainer's list of all standing or of all canceled trainings.
fn state(training: &Training) -> Listed<'_> {
    let list = match training.status() {
        Status::Scheduled { .. } => TrainersList::Scheduled,
        Status::Canceled(_) => TrainersList::Canceled,
    };
    Listed { training, list: Some(list.of(training.key().trainer)), place: Some(place(training.time(), training.id())) }
}

/// The attendee's entry is, while a proposal is open, on the trainer's list of those.
fn listed_by_proposal(training: &Training) -> Listed<'_> {
    match training.status() {
        Status::Scheduled { proposal: Some(_) } => Listed {
            training,
            list: Some(TrainersList::WithOpenProposal.of(training.key().trainer)),
            place: Some(place(training.time(), training.id())),
        },
        _ => Listed { training, list: None, place: None },
    }
}

fn entry_key(training: &Training) -> ItemKey {
    let list = match training.status() {
        Status::Scheduled { .. } => AttendeesList::Scheduled,
        Status::Canceled(_) => AttendeesList::Canceled,
    };
    list.entry(training.attendee().id, training.time(), training.id())
}
