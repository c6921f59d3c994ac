//! Laws that hold whatever people do, in whatever order.

mod memory;

use domain::{
    Command, Halt, Terms,
    credits::{Amount, Reason, commands::GrantCredits, commands::TakeBackCredits},
    trainer::{
        Availability, BookingWindow, HourStart, Hours, commands::MakeHoursAvailable, commands::MakeHoursUnavailable,
    },
    trainings::{
        Actor, Attendee, Notes, Status, TrainingKey,
        commands::{
            ApproveTrainingReschedule, CancelTraining, RejectTrainingReschedule, RequestTrainingReschedule,
            RescheduleTraining, ScheduleTraining,
        },
    },
    users::{AttendeeId, DisplayName, commands::RegisterAttendee},
};
use jiff::{SignedDuration, Timestamp};
use memory::Memory;
use proptest::prelude::*;
use uuid::Uuid;

const TRAINER: u128 = 1;
const ATTENDEES: u128 = 3;
const TRAININGS: u128 = 8;
const HOURS: i64 = 6;

/// What somebody does, in small numbers so that people meet.
#[derive(Clone, Debug)]
enum Step {
    Wait { hours: i64 },
    MakeAvailable { hour: i64 },
    MakeUnavailable { hour: i64 },
    Grant { attendee: u128, amount: i64 },
    TakeBack { attendee: u128, amount: i64 },
    Schedule { attendee: u128, hour: i64 },
    Cancel { training: u128, by: Who },
    Reschedule { training: u128, hour: i64, by: Who },
    Request { training: u128, hour: i64, by: Who },
    Approve { training: u128, by: Who },
    Reject { training: u128, by: Who },
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Trainer,
    Attendee(u128),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let hour = 0..HOURS;
    let attendee = 0..ATTENDEES;
    let training = 0..TRAININGS;
    let by = || prop_oneof![Just(Who::Trainer), (0..ATTENDEES).prop_map(Who::Attendee)];
    let step = prop_oneof![
        1 => (1..20_i64).prop_map(|hours| Step::Wait { hours }),
        4 => hour.clone().prop_map(|hour| Step::MakeAvailable { hour }),
        1 => hour.clone().prop_map(|hour| Step::MakeUnavailable { hour }),
        2 => (attendee.clone(), 1..=3_i64).prop_map(|(attendee, amount)| Step::Grant { attendee, amount }),
        1 => (attendee.clone(), 1..=3_i64).prop_map(|(attendee, amount)| Step::TakeBack { attendee, amount }),
        6 => (attendee, hour.clone()).prop_map(|(attendee, hour)| Step::Schedule { attendee, hour }),
        3 => (training.clone(), by()).prop_map(|(training, by)| Step::Cancel { training, by }),
        3 => (training.clone(), hour.clone(), by()).prop_map(|(training, hour, by)| Step::Reschedule { training, hour, by }),
        3 => (training.clone(), hour, by()).prop_map(|(training, hour, by)| Step::Request { training, hour, by }),
        3 => (training.clone(), by()).prop_map(|(training, by)| Step::Approve { training, by }),
        1 => (training, by()).prop_map(|(training, by)| Step::Reject { training, by }),
    ];
    prop::collection::vec(step, 0..80)
}

/// A club whose people act on a handful of hours around tomorrow.
struct Club {
    memory: Memory,
    now: Timestamp,
    booked: u128,
}

impl Club {
    fn open() -> Self {
        let mut club = Self { memory: Memory::default(), now: "2026-12-01T10:30:00Z".parse().unwrap(), booked: 0 };
        for attendee in 0..ATTENDEES {
            let register = RegisterAttendee { attendee: id(attendee), name: DisplayName::new("Mary").unwrap() };
            club.act(&register).unwrap();
        }
        club
    }

    fn act(&mut self, command: &impl Command) -> Result<(), Halt> {
        self.memory.execute(command, &Terms { now: self.now, window: BookingWindow::default() })
    }

    fn take(&mut self, step: &Step) {
        // Whether a step is refused is another test's business.
        let _ = match *step {
            Step::Wait { hours } => {
                self.now += SignedDuration::from_hours(hours);
                Ok(())
            }
            Step::MakeAvailable { hour } => self.act(&MakeHoursAvailable { trainer: trainer(), hours: hours(hour) }),
            Step::MakeUnavailable { hour } => {
                self.act(&MakeHoursUnavailable { trainer: trainer(), hours: hours(hour) })
            }
            Step::Grant { attendee, amount } => {
                let amount = Amount::to_grant(amount).unwrap();
                self.act(&GrantCredits { to: id(attendee), amount, reason: reason(), by: Uuid::nil().into() })
            }
            Step::TakeBack { attendee, amount } => {
                let amount = Amount::to_take_back(amount).unwrap();
                self.act(&TakeBackCredits { from: id(attendee), amount, reason: reason(), by: Uuid::nil().into() })
            }
            Step::Schedule { attendee, hour } => {
                let attendee = Attendee { id: id(attendee), name: DisplayName::new("Mary").ok() };
                let key = key(self.booked);
                self.booked += 1;
                self.act(&ScheduleTraining { key, attendee, time: start(hour), notes: Notes::new("").unwrap() })
            }
            Step::Cancel { training, by } => self.act(&CancelTraining { key: key(training), by: actor(by) }),
            Step::Reschedule { training, hour, by } => {
                self.act(&RescheduleTraining { key: key(training), time: start(hour), notes: None, by: actor(by) })
            }
            Step::Request { training, hour, by } => self.act(&RequestTrainingReschedule {
                key: key(training),
                time: start(hour),
                notes: None,
                by: actor(by),
            }),
            Step::Approve { training, by } => {
                self.act(&ApproveTrainingReschedule { key: key(training), by: actor(by) })
            }
            Step::Reject { training, by } => self.act(&RejectTrainingReschedule { key: key(training), by: actor(by) }),
        };
    }
}

fn trainer() -> domain::trainer::TrainerId {
    Uuid::from_u128(TRAINER).into()
}

fn id(attendee: u128) -> AttendeeId {
    Uuid::from_u128(100 + attendee).into()
}

fn key(training: u128) -> TrainingKey {
    TrainingKey { trainer: trainer(), training: Uuid::from_u128(1000 + training).into() }
}

fn actor(who: Who) -> Actor {
    match who {
        Who::Trainer => Actor::Trainer,
        Who::Attendee(attendee) => Actor::Attendee(id(attendee)),
    }
}

fn start(hour: i64) -> HourStart {
    let first: Timestamp = "2026-12-02T12:00:00Z".parse().unwrap();
    HourStart::new(first + SignedDuration::from_hours(hour)).unwrap()
}

fn hours(hour: i64) -> Hours {
    Hours::new([start(hour).time()]).unwrap()
}

fn reason() -> Reason {
    Reason::new("because").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// An hour still ahead is scheduled exactly when a training that is not canceled stands there, and
    /// it is that one's.
    #[test]
    fn an_hour_ahead_is_scheduled_exactly_when_a_training_stands_there(steps in steps()) {
        let mut club = Club::open();
        for step in &steps {
            club.take(step);
            for hour in (0..HOURS).map(start).filter(|hour| hour.time() > club.now) {
                let standing: Vec<_> = club
                    .memory
                    .trainings()
                    .filter(|training| matches!(training.status(), Status::Scheduled { .. }) && training.time() == hour)
                    .map(domain::trainings::Training::id)
                    .collect();
                let expected = match club.memory.availability(trainer(), hour) {
                    Availability::TrainingScheduled { training } => vec![training],
                    Availability::Available | Availability::NotAvailable => vec![],
                };
                prop_assert_eq!(standing, expected, "at {} after {:?}", hour, step);
            }
        }
    }

    /// Credits come from grants alone: what was granted and not taken back is on the accounts, or was
    /// spent on trainings that stand or were held or canceled late by who booked them, plus one for each
    /// that the trainer canceled late.
    #[test]
    fn no_credit_is_lost_or_made(steps in steps()) {
        use domain::{credits::AccountEvent, trainings::TrainingEvent};
        let mut club = Club::open();
        for step in &steps {
            club.take(step);
        }
        let mut expected = 0_i128;
        for event in club.memory.account_events() {
            match event {
                AccountEvent::Granted { amount, .. } => expected += i128::from(amount.get()),
                AccountEvent::TakenBack { amount, .. } => expected -= i128::from(amount.get()),
                AccountEvent::Spent { .. } | AccountEvent::Refunded { .. } => {}
            }
        }
        for event in club.memory.training_events() {
            match event {
                TrainingEvent::Scheduled { .. } => expected -= 1,
                TrainingEvent::Canceled { late: false, .. } => expected += 1,
                TrainingEvent::Canceled { late: true, by: domain::trainings::Canceler::Trainer, .. } => expected += 2,
                _ => {}
            }
        }
        let balances: i128 = (0..ATTENDEES).map(|attendee| i128::from(club.memory.balance(id(attendee)))).sum();
        prop_assert_eq!(balances, expected);
    }
}
