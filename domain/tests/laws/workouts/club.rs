use domain::workouts::{
    AttendeeId, TrainerId, UserId, Workouts,
    credits::{
        Amount, Reason,
        commands::{GrantCredits, TakeBackCredits},
    },
    trainer::{
        Availability, BookingWindow, Hour, HourId, HourStart, Hours,
        commands::{MakeHoursAvailable, MakeHoursUnavailable},
    },
    trainings::{
        Actor, Attendee, Notes, Training, TrainingKey,
        commands::{
            ApproveTrainingReschedule, CancelForDeactivation, CancelTraining, ForgetAttendee, RejectTrainingReschedule,
            RequestTrainingReschedule, RescheduleTraining, ScheduleTraining,
        },
    },
    users::{
        DisplayName, User,
        commands::{DeactivateAccount, RegisterAttendee},
    },
};
use jiff::{SignedDuration, Timestamp};
use kit_domain::{
    Command, CommandError,
    testing::{Memory, MemoryWork},
};
use uuid::Uuid;

use super::steps::{Step, Who};

pub(super) const ATTENDEES: u128 = 4;
pub(super) const HOURS: i64 = 6;

const REGISTERED_AT_FIRST: u128 = 3;

/// A club whose people act on a handful of hours around tomorrow.
pub(super) struct Club {
    pub(super) memory: Memory<Workouts>,
    pub(super) now: Timestamp,
    booked: u128,
}

impl Club {
    pub(super) fn open() -> Self {
        let memory = Memory::new(BookingWindow::default());
        let mut club = Self { memory, now: "2026-12-01T10:30:00Z".parse().unwrap(), booked: 0 };
        for attendee in 0..REGISTERED_AT_FIRST {
            club.take(&Step::Register { attendee }).unwrap();
        }
        club
    }

    pub(super) fn take_all(&mut self, steps: &[Step]) {
        for step in steps {
            self.take(step);
        }
    }

    /// Takes a step, and names the command that it has executed. Whether a step is refused is another test's business.
    pub(super) fn take(&mut self, step: &Step) -> Option<&'static str> {
        let (name, outcome) = match *step {
            Step::Wait { hours } => {
                self.now += SignedDuration::from_hours(hours);
                return None;
            }
            Step::FollowDeactivation { training } => return self.follow_deactivation(self.key(training)),
            Step::Register { attendee: number } => (
                "register-attendee",
                self.act(&RegisterAttendee { attendee: attendee(number), name: DisplayName::new("Mary").unwrap() }),
            ),
            Step::Deactivate { attendee: number } => {
                ("deactivate-account", self.act(&DeactivateAccount { attendee: attendee(number) }))
            }
            Step::MakeAvailable { hour } => {
                ("make-hours-available", self.act(&MakeHoursAvailable { trainer: trainer(), hours: hours(hour) }))
            }
            Step::MakeUnavailable { hour } => {
                ("make-hours-unavailable", self.act(&MakeHoursUnavailable { trainer: trainer(), hours: hours(hour) }))
            }
            Step::Grant { attendee: to, amount } => {
                let amount = Amount::to_grant(amount).unwrap();
                let grant = GrantCredits { to: attendee(to), amount, reason: reason(), by: Uuid::nil().into() };
                ("grant-credits", self.act(&grant))
            }
            Step::TakeBack { attendee: from, amount } => {
                let amount = Amount::to_take_back(amount).unwrap();
                let by = Uuid::nil().into();
                let take_back = TakeBackCredits { from: attendee(from), amount, reason: reason(), by };
                ("take-back-credits", self.act(&take_back))
            }
            Step::Schedule { attendee: number, hour } => {
                let attendee = Attendee { id: attendee(number), name: DisplayName::new("Mary").ok() };
                let key = TrainingKey { trainer: trainer(), training: Uuid::from_u128(1000 + self.booked).into() };
                let outcome = self.act(&ScheduleTraining { key, attendee, time: start(hour), notes: notes() });
                self.booked += u128::from(outcome.is_ok());
                ("schedule-training", outcome)
            }
            Step::Cancel { training, by } => {
                ("cancel-training", self.act(&CancelTraining { key: self.key(training), by: self.actor(training, by) }))
            }
            Step::Reschedule { training, hour, by, notes: with } => {
                let (time, notes) = (start(hour), with.then(notes));
                let reschedule =
                    RescheduleTraining { key: self.key(training), time, notes, by: self.actor(training, by) };
                ("reschedule-training", self.act(&reschedule))
            }
            Step::Request { training, hour, by, notes: with } => {
                let (time, notes) = (start(hour), with.then(notes));
                let request =
                    RequestTrainingReschedule { key: self.key(training), time, notes, by: self.actor(training, by) };
                ("request-training-reschedule", self.act(&request))
            }
            Step::Approve { training, by } => (
                "approve-training-reschedule",
                self.act(&ApproveTrainingReschedule { key: self.key(training), by: self.actor(training, by) }),
            ),
            Step::Reject { training, by } => (
                "reject-training-reschedule",
                self.act(&RejectTrainingReschedule { key: self.key(training), by: self.actor(training, by) }),
            ),
        };
        outcome.ok().map(|()| name)
    }

    /// As the subscriber to deactivations does: it cancels what is ahead, and forgets the attendee of the rest.
    fn follow_deactivation(&mut self, key: TrainingKey) -> Option<&'static str> {
        let user = UserId::from(self.memory.get::<Training>(&key)?.attendee().id);
        let deactivated = self.memory.get::<User>(&user)?.deactivated()?;
        if self.act(&CancelForDeactivation { key, deactivated }).is_ok() {
            return Some("cancel-for-deactivation");
        }
        self.act(&ForgetAttendee { key }).ok().map(|()| "forget-attendee")
    }

    fn act(&mut self, command: &impl Command<MemoryWork<Workouts>>) -> Result<(), CommandError> {
        let outcome = self.memory.execute(command, self.now);
        assert!(matches!(outcome, Ok(()) | Err(CommandError::Refused(_))), "{outcome:?}");
        outcome
    }

    fn key(&self, training: u128) -> TrainingKey {
        let training = Uuid::from_u128(1000 + training % self.booked.max(1)).into();
        TrainingKey { trainer: trainer(), training }
    }

    fn actor(&self, training: u128, who: Who) -> Actor {
        let holder = || self.memory.get::<Training>(&self.key(training)).map(|training| training.attendee().id);
        match who {
            Who::Trainer => Actor::Trainer,
            Who::Holder => Actor::Attendee(holder().unwrap_or(attendee(0))),
            Who::Attendee(number) => Actor::Attendee(attendee(number)),
        }
    }

    pub(super) fn availability(&self, start: HourStart) -> Availability {
        let hour = self.memory.get::<Hour>(&HourId { trainer: trainer(), start });
        hour.map_or(Availability::NotAvailable, Hour::availability)
    }

    pub(super) fn deactivated(&self) -> Vec<AttendeeId> {
        let deactivated = |attendee: &AttendeeId| {
            self.memory.get::<User>(&UserId::from(*attendee)).is_some_and(|user| user.deactivated().is_some())
        };
        (0..ATTENDEES).map(attendee).filter(deactivated).collect()
    }
}

pub(super) fn attendee(number: u128) -> AttendeeId {
    Uuid::from_u128(100 + number).into()
}

pub(super) fn start(hour: i64) -> HourStart {
    let first: Timestamp = "2026-12-02T12:00:00Z".parse().unwrap();
    HourStart::new(first + SignedDuration::from_hours(hour)).unwrap()
}

fn trainer() -> TrainerId {
    Uuid::from_u128(1).into()
}

fn hours(hour: i64) -> Hours {
    Hours::new([start(hour).time()]).unwrap()
}

fn reason() -> Reason {
    Reason::new("because").unwrap()
}

fn notes() -> Notes {
    Notes::new("knee").unwrap()
}
