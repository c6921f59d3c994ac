//! The world that the payloads of events/ are written for: see events/README.md. Put there by the
//! domain's own commands, as of the moment that the payloads say they were sent at.

use std::sync::Arc;

use adapters::{Layout, Table};
use domain::{
    community::{Body, Community, PostedBy, Title, commands::PublishPost},
    workouts::{
        Workouts,
        credits::{Amount, Reason, commands::GrantCredits},
        trainer::{BookingWindow, HourStart, Hours, TrainerId, commands::MakeHoursAvailable},
        trainings::{
            Actor, Attendee, Notes, TrainingKey,
            commands::{RequestTrainingReschedule, ScheduleTraining},
        },
        users::{DisplayName, UserId, commands::RegisterAttendee},
    },
};
use jiff::Timestamp;
use kit_domain::{Command, Context, Ids, Policies, causes};
use kit_dynamodb::{Answer, Attempt, COMMANDS, ExecuteError, Message, MessageId};
use kit_lambda::TimeOrderedIds;
use kit_sam_local::Platform;
use thiserror::Error;
use uuid::{Uuid, uuid};

/// When it is, in RFC 3339.
pub const NOW: &str = "2026-12-01T10:30:00Z";
/// Tom, the trainer.
pub const TRAINER: Uuid = uuid!("16fd2706-8baf-433b-82eb-8c7fada847da");
/// Mary, an attendee.
pub const MARY: Uuid = uuid!("7c9e6679-7425-40de-944b-e07fc1f90ae7");
/// Mary's training.
pub const TRAINING: Uuid = uuid!("018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f");
/// Mary's post.
pub const POST: Uuid = uuid!("018f2d0c-9c00-7a11-8e22-3c44d5e66f77");
/// Nina, who has just confirmed a sign-up.
pub const NINA: Uuid = uuid!("3f2b8c1d-9a4e-4d57-8b60-5c7e1f0a2d93");

/// Deferred commands of the bookings, as they are stored: no command of the domain accepts one.
const ACCEPTED_COMMANDS: &str = include_str!("commands.jsonl");
/// The same of the community.
const COMMUNITY_COMMANDS: &str = include_str!("community-commands.jsonl");
/// Mary is granted so many, and has spent one.
const CREDITS: i64 = 21;

/// Why the world is not there.
#[derive(Debug, Error)]
#[error("the world of the payloads cannot be put there: {0}")]
pub struct PayloadWorldError(String);

impl From<ExecuteError> for PayloadWorldError {
    fn from(error: ExecuteError) -> Self {
        Self(causes(&error))
    }
}

/// Empties the platform's tables and puts the world there, and nothing else: what invokes functions because
/// of events is stopped first, for good.
///
/// # Errors
/// The database refuses.
pub async fn arrange(platform: &Platform) -> Result<(), PayloadWorldError> {
    for function in platform.event_driven() {
        platform.pause(function).await.map_err(|error| PayloadWorldError(error.to_string()))?;
    }
    let dynamodb = platform.dynamodb();
    platform.clear().await.map_err(|error| PayloadWorldError(error.to_string()))?;
    let table = platform.table("WorkoutsTable").ok_or_else(|| PayloadWorldError("there is no WorkoutsTable".into()))?;
    let ids: Arc<dyn Ids> = Arc::new(TimeOrderedIds);
    let workouts = Table::new(dynamodb.clone(), table, Arc::clone(&ids), BookingWindow::default());
    let posts = platform.table("CommunityTable");
    let posts = posts.ok_or_else(|| PayloadWorldError("there is no CommunityTable".into()))?;
    let community = Table::new(dynamodb.clone(), posts, ids, ());
    let club = Club { workouts, community, now: now() };
    club.open().await?;
    for (table, commands) in [(table, ACCEPTED_COMMANDS), (posts, COMMUNITY_COMMANDS)] {
        for line in commands.lines() {
            let item: serde_json::Value =
                serde_json::from_str(line).map_err(|error| PayloadWorldError(error.to_string()))?;
            let item = serde_dynamo::to_item(item).map_err(|error| PayloadWorldError(error.to_string()))?;
            let put = dynamodb.put_item().table_name(table).set_item(Some(item)).send().await;
            put.map_err(|error| PayloadWorldError(causes(&error)))?;
        }
    }
    let nina = platform.users().to_sign_up("newcomer@example.com", crate::seed::PASSWORD, "Nina Newcomer");
    let nina = nina.map_err(|invalid| PayloadWorldError(invalid.to_string()))?;
    platform.users().admit(NINA, &nina).await.map_err(|error| PayloadWorldError(error.to_string()))
}

/// The moment that the world is of.
///
/// # Panics
/// Never: [`NOW`] is a time.
#[must_use]
pub fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

struct Club {
    workouts: Table<Workouts>,
    community: Table<Community>,
    now: Timestamp,
}

impl Club {
    async fn open(&self) -> Result<(), PayloadWorldError> {
        let invalid = |error: &dyn std::error::Error| PayloadWorldError(error.to_string());
        let trainer = TrainerId::from(TRAINER);
        let hours = (12..=20).map(|hour| at(&format!("2026-12-03T{hour}:00:00Z")).map(HourStart::time));
        let hours = Hours::new(hours.collect::<Result<Vec<_>, _>>()?).map_err(|error| invalid(&error))?;
        self.act_on(&self.workouts, &MakeHoursAvailable { trainer, hours }).await?;

        let name = DisplayName::new("Mary Attendee").map_err(|error| invalid(&error))?;
        let mary = Attendee { id: MARY.into(), name: Some(name.clone()) };
        self.act_on(&self.workouts, &RegisterAttendee { attendee: mary.id, name }).await?;
        let amount = Amount::to_grant(CREDITS).map_err(|error| invalid(&error))?;
        let reason = Reason::new("ten-card bought").map_err(|error| invalid(&error))?;
        self.act_on(&self.workouts, &GrantCredits { to: mary.id, amount, reason, by: TRAINER.into() }).await?;

        let key = TrainingKey { trainer, training: TRAINING.into() };
        let notes = Notes::new("first time").map_err(|error| invalid(&error))?;
        let time = at("2026-12-03T14:00:00Z")?;
        let author = PostedBy {
            id: UserId::from(MARY).into(),
            name: DisplayName::new("Mary Attendee").map_err(|error| invalid(&error))?,
        };
        let title = Title::new("Hello").map_err(|error| invalid(&error))?;
        let body = Body::new("I am new here.").map_err(|error| invalid(&error))?;
        self.act_on(&self.community, &PublishPost { post: POST.into(), author, title, body }).await?;
        self.act_on(&self.workouts, &ScheduleTraining { key, attendee: mary, time, notes }).await?;
        let time = at("2026-12-03T16:00:00Z")?;
        self.act_on(&self.workouts, &RequestTrainingReschedule { key, time, notes: None, by: Actor::Trainer }).await
    }

    async fn act_on<C, K>(&self, table: &Table<C>, command: &K) -> Result<(), PayloadWorldError>
    where
        C: Context + Policies<Attempt<C, Layout>>,
        K: Command<Attempt<C, Layout>>,
    {
        let message = Message {
            id: MessageId::of_delivery(&Uuid::now_v7().to_string()),
            fingerprint: None,
            received: self.now,
            begun: self.now,
            completes: None,
            kept: COMMANDS,
            correlation: "world".into(),
            traceparent: None,
        };
        table.execute(&message, command, &Answer::default()).await?;
        Ok(())
    }
}

fn at(time: &str) -> Result<HourStart, PayloadWorldError> {
    let time: Timestamp = time.parse().map_err(|error: jiff::Error| PayloadWorldError(error.to_string()))?;
    HourStart::new(time).map_err(|error| PayloadWorldError(error.to_string()))
}
