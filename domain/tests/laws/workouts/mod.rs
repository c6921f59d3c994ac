//! The laws of the bookings.

mod club;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use domain::workouts::{
    AttendeeId, TrainingId,
    credits::{Account, AccountEvent, AccountId},
    trainer::{Availability, HourStart},
    trainings::{Canceler, Status, Training, TrainingEvent},
    users::User,
};
use kit_domain::Aggregate;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use club::{ATTENDEES, Club, HOURS, attendee, start};
use steps::{Step, steps};

/// Everything about an attendee that only they or the trainer can change.
#[derive(Debug, PartialEq)]
struct Holdings {
    balance: u64,
    /// When their trainings begin, and whether a person canceled them.
    trainings: BTreeMap<TrainingId, (HourStart, bool)>,
}

impl Holdings {
    fn of(attendee: AttendeeId, club: &Club) -> Self {
        let canceled_by_a_person = |training: &Training| match training.status() {
            Status::Scheduled { .. } => false,
            Status::Canceled(cancellation) => cancellation.by != Canceler::System,
        };
        let trainings = club.memory.all::<Training>().filter(|training| training.attendee().id == attendee);
        Self {
            balance: balance(club, attendee),
            trainings: trainings.map(|found| (found.id(), (found.time(), canceled_by_a_person(found)))).collect(),
        }
    }
}

fn balance(club: &Club, attendee: AttendeeId) -> u64 {
    club.memory.get::<Account>(&AccountId(attendee)).map_or(0, Account::balance)
}

fn attendees() -> impl Iterator<Item = AttendeeId> {
    (0..ATTENDEES).map(attendee)
}

fn trainings(club: &Club) -> impl Iterator<Item = &Training> {
    club.memory.all::<Training>()
}

#[test]
fn the_histories_execute_every_command() {
    let mut runner = TestRunner::deterministic();
    let mut executed = BTreeSet::new();
    for _ in 0..100 {
        let mut club = Club::open();
        for step in steps().new_tree(&mut runner).unwrap().current() {
            executed.extend(club.take(&step));
        }
    }
    let every = [
        "approve-training-reschedule",
        "cancel-for-deactivation",
        "cancel-training",
        "deactivate-account",
        "forget-attendee",
        "grant-credits",
        "make-hours-available",
        "make-hours-unavailable",
        "register-attendee",
        "reject-training-reschedule",
        "request-training-reschedule",
        "reschedule-training",
        "schedule-training",
        "take-back-credits",
    ];
    assert_eq!(executed.into_iter().collect::<Vec<_>>(), every);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// An hour ahead is scheduled exactly when a training that is not canceled stands there, and the hour names that
    /// training.
    #[test]
    fn an_hour_ahead_is_scheduled_exactly_when_a_training_stands_there(steps in steps()) {
        let mut club = Club::open();
        for step in &steps {
            club.take(step);
            for hour in (0..HOURS).map(start).filter(|hour| hour.time() > club.now) {
                let standing: Vec<_> = trainings(&club)
                    .filter(|training| matches!(training.status(), Status::Scheduled { .. }) && training.time() == hour)
                    .map(Training::id)
                    .collect();
                let expected = match club.availability(hour) {
                    Availability::TrainingScheduled { training } => vec![training],
                    Availability::Available | Availability::NotAvailable => vec![],
                };
                prop_assert_eq!(standing, expected, "at {} after {:?}", hour, step);
            }
        }
    }

    /// Credits come from grants alone. The trainer grants them and takes them back. A booking spends one; a training
    /// canceled in time gives it back; the trainer who cancels late gives back two.
    #[test]
    fn no_credit_is_lost_or_made(steps in steps()) {
        let mut club = Club::open();
        club.take_all(&steps);
        let moved = club.memory.events().into_iter().map(|event| match event {
            AccountEvent::Granted { amount, .. } => i128::from(amount.get()),
            AccountEvent::TakenBack { amount, .. } => -i128::from(amount.get()),
            AccountEvent::Spent { .. } | AccountEvent::Refunded { .. } => 0,
        });
        let booked = club.memory.events().into_iter().map(|event| match event {
            TrainingEvent::Scheduled { .. } => -1,
            TrainingEvent::Canceled { late: false, .. } => 1,
            TrainingEvent::Canceled { late: true, by: Canceler::Trainer, .. } => 2,
            _ => 0,
        });
        let balances: i128 = attendees().map(|attendee| i128::from(balance(&club, attendee))).sum();
        prop_assert_eq!(balances, moved.sum::<i128>() + booked.sum::<i128>());
    }

    /// Replaying an account's events gives the account.
    #[test]
    fn an_account_is_what_its_events_add_up_to(steps in steps()) {
        let mut club = Club::open();
        club.take_all(&steps);
        for attendee in attendees() {
            let events = club.memory.events::<AccountEvent>().into_iter().filter(|event| holder(event) == attendee);
            let replayed = Account::replay(AccountId(attendee), events.cloned()).unwrap();
            prop_assert_eq!(replayed.balance(), balance(&club, attendee));
        }
    }

    /// Nobody books, moves or cancels for a deactivated user, nor grants or takes back credits. Only the cancellations
    /// that follow from the deactivation go on, and they may give credits back.
    #[test]
    fn after_a_deactivation_only_the_system_changes_what_the_user_has(steps in steps()) {
        let mut club = Club::open();
        for step in &steps {
            let before: Vec<_> = club.deactivated().into_iter().map(|user| (user, Holdings::of(user, &club))).collect();
            club.take(step);
            for (user, before) in before {
                let after = Holdings::of(user, &club);
                prop_assert_eq!(&after.trainings, &before.trainings, "after {:?}", step);
                let given_back = matches!(step, Step::FollowDeactivation { .. }) && after.balance == before.balance + 1;
                prop_assert!(given_back || after.balance == before.balance, "after {:?}", step);
            }
        }
    }

    /// A deactivated user has no name. A training whose attendee has been forgotten never again has a name or notes.
    #[test]
    fn nothing_is_left_of_a_forgotten_attendee(steps in steps()) {
        let mut club = Club::open();
        for step in &steps {
            club.take(step);
            for user in club.memory.all::<User>() {
                prop_assert_eq!(user.name().is_none(), user.deactivated().is_some());
            }
            for training in trainings(&club).filter(|training| is_forgotten(training)) {
                prop_assert_eq!(&training.attendee().name, &None);
                prop_assert_eq!(training.notes().as_str(), "", "after {:?}", step);
                if let Status::Scheduled { proposal: Some(proposal) } = training.status() {
                    prop_assert_eq!(&proposal.notes, &None, "after {:?}", step);
                }
            }
        }
    }

    /// A training that is canceled or has begun never changes, except that its attendee is forgotten.
    #[test]
    fn a_training_that_is_over_stays_as_it_is(steps in steps()) {
        let mut club = Club::open();
        for step in &steps {
            let over = |training: &&Training| match training.status() {
                Status::Canceled(_) => true,
                Status::Scheduled { .. } => training.time().time() <= club.now,
            };
            let over: Vec<_> = trainings(&club).filter(over).cloned().collect();
            club.take(step);
            for mut before in over {
                let after = club.memory.get::<Training>(&before.key()).unwrap();
                if after.attendee().name != before.attendee().name {
                    before.forget_attendee();
                }
                prop_assert_eq!((after.status(), after.time()), (before.status(), before.time()), "after {:?}", step);
                prop_assert_eq!(after.notes(), before.notes(), "after {:?}", step);
            }
        }
    }
}

fn is_forgotten(training: &Training) -> bool {
    training.events().iter().any(|event| matches!(event, TrainingEvent::AttendeeForgotten { .. }))
}

fn holder(event: &AccountEvent) -> AttendeeId {
    match event {
        AccountEvent::Granted { attendee, .. }
        | AccountEvent::TakenBack { attendee, .. }
        | AccountEvent::Spent { attendee, .. }
        | AccountEvent::Refunded { attendee, .. } => *attendee,
    }
}
