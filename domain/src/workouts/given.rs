//! A club for tests: Mary is an attendee with two credits, and the trainer offers two hours.

use jiff::Timestamp;
use kit_domain::testing::Given;
use uuid::Uuid;

use super::{
    AttendeeId, TrainerId, TrainingId, UserId, Workouts,
    credits::{Amount, Reason, commands::GrantCredits},
    trainer::{BookingWindow, HourId, HourStart, Hours, commands::MakeHoursAvailable},
    trainings::{Attendee, Notes, TrainingKey, commands::ScheduleTraining},
    users::{
        DisplayName,
        commands::{DeactivateAccount, RegisterAttendee},
    },
};

/// The hour that Mary books.
pub(crate) const FIRST: &str = "2026-12-03T14:00:00Z";
/// The other available hour.
pub(crate) const SECOND: &str = "2026-12-04T14:00:00Z";
/// 24 hours ahead of the first hour, and a second later.
pub(crate) const IN_TIME: &str = "2026-12-02T14:00:00Z";
pub(crate) const LATE: &str = "2026-12-02T14:00:01Z";

pub(crate) fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    at("2026-12-01T10:30:00Z")
}

pub(crate) fn hour(time: &str) -> HourStart {
    HourStart::new(at(time)).unwrap()
}

pub(crate) fn trainer() -> TrainerId {
    Uuid::from_u128(1).into()
}

pub(crate) fn mary() -> AttendeeId {
    Uuid::from_u128(2).into()
}

pub(crate) fn john() -> AttendeeId {
    Uuid::from_u128(3).into()
}

/// The trainer as somebody who signs in.
pub(crate) fn boss() -> UserId {
    Uuid::from_u128(1).into()
}

pub(crate) fn training() -> TrainingId {
    Uuid::from_u128(7).into()
}

pub(crate) fn key() -> TrainingKey {
    TrainingKey { trainer: trainer(), training: training() }
}

pub(crate) fn hour_id(time: &str) -> HourId {
    HourId { trainer: trainer(), start: hour(time) }
}

pub(crate) fn name() -> DisplayName {
    DisplayName::new("Mary").unwrap()
}

pub(crate) fn notes(text: &str) -> Notes {
    Notes::new(text).unwrap()
}

pub(crate) fn reason() -> Reason {
    Reason::new("ten-card bought").unwrap()
}

pub(crate) fn grant(amount: i64) -> GrantCredits {
    GrantCredits { to: mary(), amount: Amount::to_grant(amount).unwrap(), reason: reason(), by: boss() }
}

pub(crate) fn schedule() -> ScheduleTraining {
    let attendee = Attendee { id: mary(), name: Some(name()) };
    ScheduleTraining { key: key(), attendee, time: hour(FIRST), notes: notes("knee") }
}

pub(crate) fn deactivate() -> DeactivateAccount {
    DeactivateAccount { attendee: mary() }
}

pub(crate) fn club() -> Given<Workouts> {
    let hours = Hours::new([at(FIRST), at(SECOND)]).unwrap();
    Given::nothing(BookingWindow::default())
        .command(&RegisterAttendee { attendee: mary(), name: name() }, now())
        .command(&grant(2), now())
        .command(&MakeHoursAvailable { trainer: trainer(), hours }, now())
}

/// Mary has booked the first hour.
pub(crate) fn booked() -> Given<Workouts> {
    club().command(&schedule(), now())
}
