//! The harness fails where a test has to fail.

use std::panic::{AssertUnwindSafe, catch_unwind};

use kit_domain::{
    Command, CommandError, Keeps, Refused, Terms,
    testing::{Given, Then},
};

use crate::library::{Book, BookEvent, Buy, Lend, Library, LibraryRefusal, State, StillOpen, book, noon, reader};

fn given() -> Given<Library> {
    Given::nothing(2).aggregate(Book::buy(book(1)))
}

fn lend(number: u128) -> Then<Library> {
    given().when(&Lend { books: vec![book(number)], reader: reader(1) }, noon())
}

fn fails<T>(test: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(test)).is_err()
}

fn lent() -> BookEvent {
    BookEvent::Lent { book: book(1), reader: reader(1) }
}

#[test]
fn the_events_of_the_command_are_compared_and_not_those_before() {
    lend(1).events([lent()]);
    assert!(fails(|| lend(1).events([BookEvent::Returned { book: book(1) }])));
    assert!(fails(|| lend(1).events(Vec::<BookEvent>::new())));
    assert!(fails(|| lend(9).events(Vec::<BookEvent>::new())), "it was refused");
    let after_a_purchase = || given().command(&Buy(vec![book(2)]), noon());
    after_a_purchase().when(&Lend { books: vec![book(1)], reader: reader(1) }, noon()).events([lent()]);
    after_a_purchase().when(&Buy(vec![]), noon()).nothing();
}

#[test]
fn a_refusal_is_compared() {
    lend(9).refused(LibraryRefusal::NoBook(book(9)));
    assert!(fails(|| lend(9).refused(LibraryRefusal::NoBook(book(8)))));
    assert!(fails(|| lend(1).refused(LibraryRefusal::NoBook(book(1)))));
}

#[test]
fn nothing_is_no_event_and_no_refusal() {
    assert!(fails(|| lend(1).nothing()));
    assert!(fails(|| lend(9).nothing()));
}

#[test]
fn conditions_are_compared() {
    lend(1).requires([StillOpen]);
    assert!(fails(|| lend(1).requires(Vec::<StillOpen>::new())));
    assert!(fails(|| lend(9).requires(Vec::<StillOpen>::new())));
}

#[test]
fn aggregates_are_found_as_they_are_now() {
    lend(1).finds::<Book>(&book(1), |book| book.state != State::Here).finds_nothing::<Book>(&book(9));
    assert!(fails(|| lend(1).finds::<Book>(&book(1), |book| book.state == State::Here)));
    assert!(fails(|| lend(1).finds::<Book>(&book(9), |_| true)));
    assert!(fails(|| lend(1).finds_nothing::<Book>(&book(1))));
}

#[test]
fn a_history_goes_on_after_a_command() {
    let again = Lend { books: vec![book(1)], reader: reader(2) };
    lend(1).then().when(&again, noon()).refused(LibraryRefusal::IsLent(book(1)));
}

#[test]
fn a_history_has_no_refused_commands() {
    assert!(fails(|| given().command(&Lend { books: vec![book(9)], reader: reader(1) }, noon())));
}

/// Says that it is never admissible, and then does not refuse.
struct Contradiction;

impl<W: Keeps<Book>> Command<W> for Contradiction {
    fn admissible(&self, _terms: &Terms<Library>) -> Result<(), Refused> {
        Err(LibraryRefusal::Closed.into())
    }

    async fn decide(&self, _work: &mut W, _terms: &Terms<Library>) -> Result<(), CommandError> {
        Ok(())
    }
}

#[test]
fn a_command_refuses_what_is_inadmissible_also_when_it_decides() {
    given().when(&Lend { books: vec![], reader: reader(1) }, noon()).inadmissible(LibraryRefusal::Closed);
    assert!(fails(|| lend(9).inadmissible(LibraryRefusal::NoBook(book(9)))), "that needs the state");
    assert!(fails(|| given().when(&Contradiction, noon())));
}
