use domain::workouts::{AttendeeId, TrainerId, TrainingId, Workouts, trainer::HourStart, trainings::TrainingKey};
use kit_domain::ReadModelError;
use serde::Deserialize;

use super::lists::AttendeesList;
use crate::Table;

/// How many trainings are looked up at once: each is a command of its own, and all are done within a second
/// or two.
const PAGE: usize = 25;

#[derive(Deserialize)]
struct Entry {
    id: TrainingId,
    trainer: TrainerId,
}

impl From<Entry> for TrainingKey {
    fn from(Entry { id, trainer }: Entry) -> Self {
        Self { trainer, training: id }
    }
}

/// The first 25 trainings of an attendee that are to take place from an hour on, read strongly consistently from the base
/// table: none that was booked before is missed.
///
/// # Errors
/// When the table gives no answer.
pub async fn upcoming_trainings(
    workouts: &Table<Workouts>,
    attendee: AttendeeId,
    from: HourStart,
) -> Result<Vec<TrainingKey>, ReadModelError> {
    let entries = workouts.first_of_table::<Entry>(AttendeesList::Scheduled.from(attendee, Some(from)), PAGE).await?;
    Ok(entries.into_iter().map(TrainingKey::from).collect())
}

/// Up to 25 trainings of an attendee, canceled or not, that still say who booked them.
///
/// # Errors
/// When the table gives no answer.
pub async fn trainings_with_name(
    workouts: &Table<Workouts>,
    attendee: AttendeeId,
) -> Result<Vec<TrainingKey>, ReadModelError> {
    let has_name = ("attribute_exists(attendee.#name)", [("#name", "name")].as_slice());
    let named = |list: AttendeesList| workouts.filtered::<Entry>(list.from(attendee, None), has_name, PAGE);
    let (mut entries, canceled) = tokio::try_join!(named(AttendeesList::Scheduled), named(AttendeesList::Canceled))?;
    entries.extend(canceled);
    entries.truncate(PAGE);
    Ok(entries.into_iter().map(TrainingKey::from).collect())
}
