//! A process reacts to events and to its own deadline, and does nothing by itself.

use jiff::{SignedDuration, Timestamp};
use kit_domain::{Aggregate, Identifies, Process};

use crate::library::{Book, BookEvent, BookId, Library, book, noon, reader};

kit_domain::events! {
    /// What has happened to a reminder.
    enum ReminderEvent {
        /// The book was lent.
        "reminder.started.v1" Started {
            /// When the book is due.
            due: Timestamp,
        },
        /// The reader was reminded.
        "reminder.sent.v1" Sent {
            /// When the book counts as lost.
            lost: Timestamp,
        },
        /// The book is back, or lost.
        "reminder.ended.v1" Ended {},
    }
}

/// A process: it reminds the reader when the book is due, and writes the book off a week later.
#[derive(Clone)]
struct Reminder {
    book: BookId,
    state: State,
    events: Vec<ReminderEvent>,
}

#[derive(Clone)]
enum State {
    DueAt(Timestamp),
    RemindedUntil(Timestamp),
    Ended,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ReminderOf(BookId);

enum Input {
    Book(BookEvent),
    DeadlinePassed,
}

#[derive(Debug, PartialEq)]
enum Reaction {
    Remind,
    WriteOff,
    End,
}

impl Reminder {
    fn start(book: BookId, due: Timestamp) -> Self {
        Self { book, state: State::DueAt(due), events: vec![ReminderEvent::Started { due }] }
    }

    /// Executes reactions as of `now`: the command that feeds a process does this.
    fn execute(&mut self, reactions: Vec<Reaction>, now: Timestamp) {
        for reaction in reactions {
            let (state, event) = match reaction {
                Reaction::Remind => {
                    let lost = now + SignedDuration::from_hours(7 * 24);
                    (State::RemindedUntil(lost), ReminderEvent::Sent { lost })
                }
                Reaction::WriteOff | Reaction::End => (State::Ended, ReminderEvent::Ended {}),
            };
            self.state = state;
            self.events.push(event);
        }
    }
}

impl Aggregate for Reminder {
    type Context = Library;
    type Id = ReminderOf;
    type Event = ReminderEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> ReminderOf {
        ReminderOf(self.book)
    }

    fn events(&self) -> &[ReminderEvent] {
        &self.events
    }

    fn loaded(_id: &ReminderOf, found: Option<Self>) -> Option<Self> {
        found
    }

    fn deadline(&self) -> Option<Timestamp> {
        match self.state {
            State::DueAt(deadline) | State::RemindedUntil(deadline) => Some(deadline),
            State::Ended => None,
        }
    }
}

impl Identifies for ReminderOf {
    type Aggregate = Reminder;
}

impl Process for Reminder {
    type Input = Input;
    type Reaction = Reaction;

    fn react(&self, input: &Input) -> Vec<Reaction> {
        match (&self.state, input) {
            (State::DueAt(_), Input::DeadlinePassed) => vec![Reaction::Remind],
            (State::RemindedUntil(_), Input::DeadlinePassed) => vec![Reaction::WriteOff],
            (State::DueAt(_) | State::RemindedUntil(_), Input::Book(BookEvent::Returned { .. })) => vec![Reaction::End],
            (State::Ended, _) | (_, Input::Book(_)) => vec![],
        }
    }
}

#[test]
fn a_process_reacts_to_its_deadlines_one_after_another() {
    let due = noon();
    let mut reminder = Reminder::start(book(1), due);
    assert_eq!(reminder.deadline(), Some(due));
    let reactions = reminder.react(&Input::DeadlinePassed);
    assert_eq!(reactions, [Reaction::Remind]);
    reminder.execute(reactions, due);
    assert_eq!(reminder.deadline(), Some(due + SignedDuration::from_hours(7 * 24)));
    let reactions = reminder.react(&Input::DeadlinePassed);
    assert_eq!(reactions, [Reaction::WriteOff]);
    reminder.execute(reactions, due);
    assert_eq!(reminder.deadline(), None);
    assert_eq!(reminder.events().len(), 3);
}

#[test]
fn the_same_state_and_input_give_the_same_reaction() {
    let reminder = Reminder::start(book(1), noon());
    let returned = Input::Book(BookEvent::Returned { book: book(1) });
    assert_eq!(reminder.react(&returned), reminder.react(&returned));
    assert_eq!(reminder.react(&returned), [Reaction::End]);
}

#[test]
fn a_process_that_has_moved_on_ignores_a_late_deadline() {
    let mut reminder = Reminder::start(book(1), noon());
    reminder.execute(vec![Reaction::End], noon());
    assert_eq!(reminder.react(&Input::DeadlinePassed), []);
}

#[test]
fn an_aggregates_deadline_moves_with_its_state() {
    let mut lent = Book::buy(book(1));
    assert_eq!(lent.deadline(), None);
    lent.lend(reader(1), noon()).unwrap();
    assert_eq!(lent.deadline(), Some(noon() + Book::LOAN));
    lent.take_back();
    assert_eq!(lent.deadline(), None);
}

#[test]
fn an_aggregate_has_no_deadline_and_is_not_deleted_unless_it_says_so() {
    let reader = crate::library::Reader::loaded(&reader(1), None);
    assert_eq!((reader.deadline(), reader.is_deleted()), (None, false));
}
