use aws_sdk_dynamodb::types::{Delete, TransactWriteItem};
use domain::trainings::{Status, Training, TrainingEvent, TrainingKey};
use serde::{Deserialize, Serialize};

use super::lists::{AttendeesList, TrainersList, place};
use crate::store::{
    Message, Table,
    commit::Origin,
    item::{Item, ItemKey, commit_sk, complete, from_item, put, put_state, to_item},
};

const SOURCE: &str = "/workouts/trainings";

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
pub(crate) fn state_key(key: TrainingKey) -> ItemKey {
    ItemKey::state(collection(key))
}

/// A training and its version.
pub(crate) fn training(item: &Item) -> Result<(Training, u64), serde_dynamo::Error> {
    let item: StateItem = from_item(item.clone())?;
    Ok((item.training, item.version))
}

impl Table {
    /// Writes a training that was loaded at this version: its state, its commit, and its entry in the
    /// attendee's list, which has another key when the training has moved or was canceled.
    pub(crate) fn write_training(
        &self,
        message: &Message,
        training: &Training,
        loaded: u64,
    ) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let origin = Origin { message, source: SOURCE };
        let events = self.envelopes(&origin, &training.id().to_string(), loaded + 1, training.events());
        let commit = ItemKey { pk: collection(training.key()), sk: commit_sk(loaded + 1) };
        let entry = entry_key(training);
        let mut actions = vec![
            put_state(&self.name, &state_key(training.key()), to_item(state(training))?, loaded),
            self.put_commit(message, &commit, events)?,
            // The state's condition guards the entry: nobody writes one without the other.
            put(&self.name, &entry, to_item(listed_by_proposal(training))?),
        ];
        if let Some(old) = entry_before(training, loaded).filter(|old| *old != entry) {
            let delete = Delete::builder().table_name(&*self.name).set_key(Some(old.attributes())).build();
            actions.push(TransactWriteItem::builder().delete(complete(delete)).build());
        }
        Ok(actions)
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

/// Where the attendee's list had the training before its last events: what was moved or canceled was
/// scheduled, and stood where its first move went from; all else leaves it where it is.
fn entry_before(training: &Training, loaded: u64) -> Option<ItemKey> {
    let canceled = training.events().iter().any(|event| matches!(event, TrainingEvent::Canceled { .. }));
    if loaded > 0 && !canceled && matches!(training.status(), Status::Canceled(_)) {
        return Some(entry_key(training));
    }
    let moved_from = training.events().iter().find_map(|event| match event {
        TrainingEvent::Rescheduled { from, .. } => Some(*from),
        _ => None,
    });
    let time = moved_from.unwrap_or(training.time());
    (loaded > 0).then(|| AttendeesList::Scheduled.entry(training.attendee().id, time, training.id()))
}
