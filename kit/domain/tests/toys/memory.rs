//! The store in memory commits all or nothing.

use kit_domain::{CommandError, Interrupted, testing::Memory};

use crate::library::{
    Book, BookEvent, Buy, Lend, Library, LibraryRefusal, LookInto, Reader, State, StillOpen, Withdraw, book, noon,
    reader,
};

fn with_books() -> Memory<Library> {
    let mut memory = Memory::new(2);
    memory.execute(&Buy(vec![book(1), book(2)]), noon()).unwrap();
    memory
}

fn books(memory: &Memory<Library>) -> usize {
    memory.all::<Book>().count()
}

#[test]
fn a_command_that_is_refused_after_it_has_saved_something_changes_nothing() {
    let mut memory = with_books();
    let refused = memory.execute(&Lend { books: vec![book(1), book(9)], reader: reader(1) }, noon());
    assert_eq!(refused, Err(LibraryRefusal::NoBook(book(9)).into()));
    assert_eq!(memory.get::<Book>(&book(1)).unwrap().state, State::Here);
    assert_eq!(memory.events::<BookEvent>().len(), 2, "only the purchases");
    memory.execute(&Lend { books: vec![book(2)], reader: reader(1) }, noon()).unwrap();
    assert_eq!(memory.get::<Book>(&book(1)).unwrap().state, State::Here, "nor is it committed with the next command");
}

#[test]
fn an_aggregate_that_is_saved_twice_is_committed_once_with_all_its_events_in_order() {
    let mut memory = with_books();
    memory.execute(&LookInto { book: book(1), reader: reader(1) }, noon()).unwrap();
    assert_eq!(memory.get::<Book>(&book(1)).unwrap().state, State::Here);
    let (book, reader) = (book(1), reader(1));
    assert_eq!(memory.events::<BookEvent>()[2..], [&BookEvent::Lent { book, reader }, &BookEvent::Returned { book }]);
    assert_eq!(memory.get::<Reader>(&reader).unwrap().books, 1, "policies see each event once");
}

#[test]
fn a_deleted_aggregate_is_never_found_again() {
    let mut memory = with_books();
    memory.execute(&Withdraw(book(1)), noon()).unwrap();
    assert_eq!(memory.get::<Book>(&book(1)), None);
    assert_eq!(books(&memory), 1);
    assert_eq!(memory.execute(&Withdraw(book(1)), noon()), Err(LibraryRefusal::NoBook(book(1)).into()));
    memory.execute(&Buy(vec![book(1)]), noon()).unwrap();
    assert_eq!(books(&memory), 2, "its id is free");
}

#[test]
fn a_new_aggregate_under_an_id_that_exists_interrupts_the_command() {
    let mut memory = with_books();
    memory.execute(&Lend { books: vec![book(1)], reader: reader(1) }, noon()).unwrap();
    let again = memory.execute(&Buy(vec![book(3), book(1)]), noon());
    assert_eq!(again, Err(CommandError::Interrupted(Interrupted)));
    assert_eq!(memory.get::<Book>(&book(3)), None);
    assert!(matches!(memory.get::<Book>(&book(1)).unwrap().state, State::LentUntil(_)));
}

#[test]
fn an_aggregate_that_is_put_belongs_to_the_past() {
    let mut memory = Memory::<Library>::new(2);
    let mut lent = Book::buy(book(1));
    lent.lend(reader(1), noon()).unwrap();
    memory.put(lent);
    assert!(memory.events::<BookEvent>().is_empty());
    assert_eq!(memory.all::<Reader>().count(), 0);
    assert_eq!(
        memory.execute(&Lend { books: vec![book(1)], reader: reader(1) }, noon()),
        Err(LibraryRefusal::IsLent(book(1)).into())
    );
}

#[test]
fn the_conditions_of_the_last_committed_command_are_there() {
    let mut memory = with_books();
    assert!(memory.required::<StillOpen>().is_empty());
    memory.execute(&Lend { books: vec![book(1), book(2)], reader: reader(1) }, noon()).unwrap();
    assert_eq!(memory.required::<StillOpen>(), [&StillOpen, &StillOpen]);
    memory.execute(&Withdraw(book(1)), noon()).unwrap();
    assert!(memory.required::<StillOpen>().is_empty());
}

#[test]
fn the_terms_are_the_contexts_rules_and_the_moment() {
    let terms = with_books().terms(noon());
    assert_eq!((terms.now, terms.rules), (noon(), 2));
}
