//! Policies react in the unit of work of the command.

use kit_domain::{
    CommandError, MOST_ROUNDS, Policies, RegisteredEvent,
    testing::{Given, Memory, MemoryWork},
};

use crate::{
    dominoes::{Dominoes, Push, Row, RowEvent, TheRow},
    library::{
        Book, BookEvent, Buy, DiaryEvent, Lend, Library, LibraryRefusal, Reader, ReaderEvent, State, book, noon, reader,
    },
};

#[test]
fn a_policy_reacts_to_what_a_policy_has_done() {
    let (one, two, reader) = (book(1), book(2), reader(1));
    Given::<Library>::nothing(2)
        .command(&Buy(vec![one, two]), noon())
        .when(&Lend { books: vec![one, two], reader }, noon())
        .events([BookEvent::Lent { book: one, reader }, BookEvent::Lent { book: two, reader }])
        .events([ReaderEvent::Borrowed { reader, books: 1 }, ReaderEvent::Borrowed { reader, books: 2 }])
        .events([DiaryEvent::FirstLoanNoted { reader }]);
}

#[test]
fn a_policy_that_refuses_refuses_the_command() {
    Given::<Library>::nothing(1)
        .command(&Buy(vec![book(1), book(2)]), noon())
        .when(&Lend { books: vec![book(1), book(2)], reader: reader(1) }, noon())
        .refused(LibraryRefusal::TooManyBooks { books: 2, most: 1 })
        .finds::<Book>(&book(1), |book| book.state == State::Here)
        .finds_nothing::<Reader>(&reader(1));
}

#[test]
fn policies_react_in_a_bounded_number_of_rounds() {
    let mut memory = Memory::<Dominoes>::new(MOST_ROUNDS);
    memory.execute(&Push, noon()).unwrap();
    assert_eq!(memory.events::<RowEvent>().len(), MOST_ROUNDS);

    let mut memory = Memory::<Dominoes>::new(MOST_ROUNDS + 1);
    assert_eq!(memory.execute(&Push, noon()), Err(CommandError::Endless));
    assert!(memory.get::<Row>(&TheRow).is_none());
}

#[test]
fn a_registered_event_is_of_one_type_and_shows_nothing_of_itself() {
    let event = RegisteredEvent::new(RowEvent::DominoFell { fallen: 1 });
    assert_eq!(event.get::<RowEvent>(), Some(&RowEvent::DominoFell { fallen: 1 }));
    assert_eq!(event.get::<BookEvent>(), None);
    assert_eq!(format!("{event:?}"), "RegisteredEvent(..)");
}

/// A context whose commands have no consequences.
enum Quiet {}

impl kit_domain::Context for Quiet {
    const NAME: &'static str = "quiet";
    type Rules = ();
}

impl Policies<MemoryWork<Self>> for Quiet {}

#[test]
fn a_context_needs_no_policies() {
    let _none = <Quiet as Policies<MemoryWork<Quiet>>>::policies();
}
