//! The lists that trainings are found on by time, and the keys that sort them so.

use domain::workouts::{
    AttendeeId, TrainerId, TrainingId,
    trainer::HourStart,
    trainings::queries::{Place, Trainings},
};
use jiff::SignedDuration;
use kit_dynamodb::{ItemKey, Range};

use crate::workouts::users;

/// An attendee's lists, in the base table: sort keys of the user's partition.
#[derive(Clone, Copy)]
pub(super) enum AttendeesList {
    Scheduled,
    Canceled,
}

impl AttendeesList {
    fn prefix(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED#",
            Self::Canceled => "CANCELED#",
        }
    }

    /// The key of a training's entry.
    pub(super) fn entry(self, attendee: AttendeeId, time: HourStart, training: TrainingId) -> ItemKey {
        ItemKey { pk: users::collection(attendee.into()), sk: format!("{}{}", self.prefix(), place(time, training)) }
    }

    /// The whole list, or the part of it from an hour on.
    pub(super) fn from(self, attendee: AttendeeId, hour: Option<HourStart>) -> Range {
        let from = hour.map_or_else(String::new, |hour| hour.to_string());
        let (of, prefix) = (users::collection(attendee.into()), self.prefix());
        Range { of, from: format!("{prefix}{from}"), to: format!("{prefix}~") }
    }

    /// The part of the list that a query asks for.
    pub(super) fn range(self, attendee: AttendeeId, query: &Trainings) -> Range {
        let (from, to) = places(query);
        let prefix = self.prefix();
        Range { of: users::collection(attendee.into()), from: format!("{prefix}{from}"), to: format!("{prefix}{to}") }
    }
}

/// A trainer's lists, in the index.
#[derive(Clone, Copy)]
pub(super) enum TrainersList {
    Scheduled,
    Canceled,
    WithOpenProposal,
}

impl TrainersList {
    /// The list's name in the index.
    pub(super) fn of(self, trainer: TrainerId) -> String {
        let list = match self {
            Self::Scheduled => "SCHEDULED",
            Self::Canceled => "CANCELED",
            Self::WithOpenProposal => "PROPOSALS",
        };
        format!("{trainer}#{list}")
    }

    /// The part of the list that a query asks for.
    pub(super) fn range(self, trainer: TrainerId, query: &Trainings) -> Range {
        let (from, to) = places(query);
        Range { of: self.of(trainer), from, to }
    }
}

/// A training's place in any list: by time, then by id.
pub(super) fn place(time: HourStart, training: TrainingId) -> String {
    format!("{time}#{training}")
}

/// The first and the last place that a query may find; `~` sorts after every id.
fn places(query: &Trainings) -> (String, String) {
    // Trainings begin on the hour, and only whole hours are written alike and sort as texts.
    let last = HourStart::containing(query.to());
    let floor = HourStart::containing(query.from());
    let first = if floor.time() < query.from() {
        floor.time().saturating_add(SignedDuration::from_hours(1)).map_or(floor, HourStart::containing)
    } else {
        floor
    };
    let mut from = first.to_string();
    if let Some(Place { time, training }) = query.after {
        from = from.max(format!("{}~", place(time, training)));
    }
    let to = format!("{last}#~");
    // A range that ends before it begins is an error to DynamoDB; it is just empty.
    if from > to { (to.clone(), to) } else { (from, to) }
}
