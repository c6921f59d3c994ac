//! The tables of a club, without functions before them: the repository tests work on these.

use std::sync::Arc;

use adapters::{Layout, Table};
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use domain::{
    community::Community,
    workouts::{
        Workouts,
        credits::{
            Amount, Reason,
            commands::GrantCredits,
            queries::{CreditsReadModel, Entry, Statement},
        },
        trainer::{
            Availability, BookingWindow, HourStart, Hours, TrainerId, commands::MakeHoursAvailable,
            queries::CalendarReadModel,
        },
        trainings::{
            Attendee, Notes, TrainingId, TrainingKey,
            commands::ScheduleTraining,
            queries::{Shown, TrainingDetails, Trainings, TrainingsOf, TrainingsReadModel},
        },
        users::{AttendeeId, DisplayName, commands::RegisterAttendee, queries::UsersReadModel},
    },
};
use jiff::{SignedDuration, Timestamp};
use kit_domain::{Command, Limit};
use kit_dynamodb::{Answer, Attempt, COMMANDS, ExecuteError, Fingerprint, Message, MessageId, testing::Wire};
use kit_lambda::TimeOrderedIds;
use local::Platform;
use uuid::Uuid;

use crate::support::{SetClock, TestPlatform};

/// A platform with nothing in it, and its table.
pub(crate) struct Club {
    pub(crate) platform: Platform,
    pub(crate) workouts: Table<Workouts>,
    pub(crate) community: Table<Community>,
    pub(crate) now: Timestamp,
    trainer: TrainerId,
}

impl Club {
    /// A club that nobody has joined yet.
    pub(crate) async fn open() -> Self {
        Self::of(trainer()).await
    }

    /// The club of a trainer.
    pub(crate) async fn of(trainer: TrainerId) -> Self {
        let now = "2026-12-01T10:30:00Z";
        let platform = TestPlatform::setup().clock(SetClock::at(now)).start().await.platform;
        let workouts = workouts(platform.dynamodb(), &platform);
        let name = platform.table("CommunityTable").unwrap();
        let community = Table::new(platform.dynamodb(), name, Arc::new(TimeOrderedIds), ());
        Self { platform, workouts, community, now: now.parse().unwrap(), trainer }
    }

    /// The same table, reached over a wire of its own.
    pub(crate) fn reached_over(&self, wire: &Wire) -> Table<Workouts> {
        let config = self.platform.dynamodb().config().to_builder();
        workouts(Client::from_conf(wire.configure(config).build()), &self.platform)
    }

    pub(crate) fn table(&self) -> &str {
        self.platform.table("WorkoutsTable").unwrap()
    }

    /// A message that nobody has sent before.
    pub(crate) fn message(&self) -> Message {
        let id = MessageId::of_delivery(&Uuid::now_v7().to_string());
        Message {
            id,
            fingerprint: None,
            received: self.now,
            begun: self.now,
            completes: None,
            kept: COMMANDS,
            correlation: "test".into(),
            traceparent: None,
        }
    }

    /// A message under a key.
    pub(crate) fn keyed(&self, key: &str, body: &str) -> Message {
        let id = MessageId::of_key(Uuid::nil(), key);
        let fingerprint = Some(Fingerprint::of_request("POST", "/api/trainings", body.as_bytes()));
        Message { id, fingerprint, ..self.message() }
    }

    pub(crate) async fn act<K>(&self, command: &K) -> Result<Answer, ExecuteError>
    where
        K: Command<Attempt<Workouts, Layout>>,
    {
        self.send(&self.message(), command).await
    }

    pub(crate) async fn send<K>(&self, message: &Message, command: &K) -> Result<Answer, ExecuteError>
    where
        K: Command<Attempt<Workouts, Layout>>,
    {
        self.workouts.execute(message, command, &Answer::default()).await
    }

    /// Executes a command of the community.
    pub(crate) async fn act_in_community<K>(&self, command: &K) -> Result<Answer, ExecuteError>
    where
        K: Command<Attempt<Community, Layout>>,
    {
        self.community.execute(&self.message(), command, &Answer::default()).await
    }

    /// A registered attendee with that many credits.
    pub(crate) async fn attendee(&self, number: u128, credits: i64) -> Attendee {
        let name = DisplayName::new(format!("Mary {number}")).unwrap();
        let attendee = Attendee { id: Uuid::from_u128(number).into(), name: Some(name.clone()) };
        self.act(&RegisterAttendee { attendee: attendee.id, name }).await.unwrap();
        if credits > 0 {
            self.grant(attendee.id, credits).await;
        }
        attendee
    }

    pub(crate) async fn grant(&self, to: AttendeeId, amount: i64) {
        let (amount, reason) = (Amount::to_grant(amount).unwrap(), Reason::new("ten-card bought").unwrap());
        self.act(&GrantCredits { to, amount, reason, by: Uuid::nil().into() }).await.unwrap();
    }

    pub(crate) async fn make_available(&self, hours: impl IntoIterator<Item = HourStart>) {
        let hours = Hours::new(hours.into_iter().map(HourStart::time)).unwrap();
        self.act(&MakeHoursAvailable { trainer: self.trainer, hours }).await.unwrap();
    }

    pub(crate) async fn availability(&self, hour: HourStart) -> Option<Availability> {
        self.workouts.hour(self.trainer, hour).await.unwrap()
    }

    pub(crate) async fn balance(&self, attendee: AttendeeId) -> u64 {
        self.workouts.standing(attendee.into()).await.unwrap().balance
    }

    /// An attendee's trainings, canceled ones too.
    pub(crate) async fn trainings(&self, attendee: AttendeeId) -> Vec<TrainingDetails> {
        let query = Trainings::new(TrainingsOf::Attendee(attendee), Shown::All, None, None, self.now).unwrap();
        let query = query.page(None, Limit::new(Limit::MOST).unwrap());
        self.workouts.trainings(&query).await.unwrap().entries
    }

    /// An attendee's statement, newest entry first.
    pub(crate) async fn statement(&self, of: AttendeeId) -> Vec<Entry> {
        let query = Statement { of, before: None, limit: Limit::new(Limit::MOST).unwrap() };
        self.workouts.statement(&query).await.unwrap().entries
    }

    /// Puts items as they were once stored, one a line.
    pub(crate) async fn put_items(&self, lines: &str) {
        self.put_items_into(self.table(), lines).await;
    }

    /// The same in another table.
    pub(crate) async fn put_items_into(&self, table: &str, lines: &str) {
        for line in lines.lines() {
            let item: serde_json::Value = serde_json::from_str(line).unwrap();
            let put = self.platform.dynamodb().put_item().table_name(table);
            put.set_item(Some(serde_dynamo::to_item(item).unwrap())).send().await.unwrap();
        }
    }

    /// Every item of the table: tests may scan, functions never do.
    pub(crate) async fn items(&self) -> Vec<std::collections::HashMap<String, AttributeValue>> {
        let scan = self.platform.dynamodb().scan().table_name(self.table()).consistent_read(true);
        let pages = scan.into_paginator().items().send();
        pages.collect::<Result<Vec<_>, _>>().await.unwrap()
    }
}

fn workouts(client: Client, platform: &Platform) -> Table<Workouts> {
    let name = platform.table("WorkoutsTable").unwrap();
    Table::new(client, name, Arc::new(TimeOrderedIds), BookingWindow::default())
}

pub(crate) fn trainer() -> TrainerId {
    Uuid::from_u128(1).into()
}

/// The hour that starts so many hours after tomorrow's first one.
pub(crate) fn hour(number: i64) -> HourStart {
    let first: Timestamp = "2026-12-02T12:00:00Z".parse().unwrap();
    let (day, hour) = (number.div_euclid(9), number.rem_euclid(9));
    HourStart::new(first + SignedDuration::from_hours(24 * day + hour)).unwrap()
}

/// A booking under a new id.
pub(crate) fn booking(attendee: &Attendee, time: HourStart) -> ScheduleTraining {
    let key = training_key(Uuid::now_v7().into());
    ScheduleTraining { key, attendee: attendee.clone(), time, notes: Notes::new("knee").unwrap() }
}

pub(crate) fn training_key(training: TrainingId) -> TrainingKey {
    TrainingKey { trainer: trainer(), training }
}
