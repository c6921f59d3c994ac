//! Ids in tuples, options and lists load aggregates in the same shape.

use std::collections::BTreeSet;

use kit_domain::{Aggregate, Interrupted, Keeps, Load, RegisteredEvent, UnitOfWork};

use crate::library::{Book, BookId, Library, Reader, ReaderId, book, reader};

/// A unit of work that finds an aggregate only if it was asked for.
#[derive(Default)]
struct Asked {
    books: BTreeSet<BookId>,
    readers: BTreeSet<ReaderId>,
}

impl UnitOfWork for Asked {
    type Context = Library;

    async fn read(&mut self) -> Result<(), Interrupted> {
        Ok(())
    }

    fn registered(&mut self) -> Vec<RegisteredEvent> {
        Vec::new()
    }
}

impl Keeps<Book> for Asked {
    fn ask(&mut self, id: &BookId) {
        self.books.insert(*id);
    }

    fn found(&mut self, id: &BookId) -> Option<Book> {
        self.books.contains(id).then(|| Book::buy(*id))
    }

    fn save(&mut self, _aggregate: Book) {}
}

impl Keeps<Reader> for Asked {
    fn ask(&mut self, id: &ReaderId) {
        self.readers.insert(*id);
    }

    fn found(&mut self, id: &ReaderId) -> Option<Reader> {
        assert!(self.readers.contains(id), "it was asked for");
        None
    }

    fn save(&mut self, _aggregate: Reader) {}
}

/// What `ids` load when they are asked for.
fn load<L: Load<Asked>>(ids: L) -> L::Loaded {
    let mut work = Asked::default();
    ids.ask(&mut work);
    ids.take(&mut work)
}

#[test]
fn an_id_loads_its_aggregate() {
    assert_eq!(load(book(1)), Some(Book::buy(book(1))));
    assert_eq!(book(1).take(&mut Asked::default()), None, "it was not asked for");
}

#[test]
fn an_aggregate_that_is_there_from_the_beginning_is_always_loaded() {
    assert_eq!((load(reader(1)).id(), load(reader(1)).books), (reader(1), 0));
}

#[test]
fn a_tuple_of_ids_loads_a_tuple() {
    let (one, reader_one) = load((book(1), reader(1)));
    assert_eq!((one, reader_one.id()), (Some(Book::buy(book(1))), reader(1)));
    let (one, reader_one, two) = load((book(1), reader(1), book(2)));
    assert_eq!((one, reader_one.id(), two), (Some(Book::buy(book(1))), reader(1), Some(Book::buy(book(2)))));
}

#[test]
fn an_optional_id_loads_an_option() {
    assert_eq!(load(Some(book(1))), Some(Some(Book::buy(book(1)))));
    assert_eq!(load(None::<BookId>), None);
}

#[test]
fn a_list_of_ids_loads_a_list_in_the_same_order() {
    assert_eq!(load(vec![book(2), book(1)]), [Some(Book::buy(book(2))), Some(Book::buy(book(1)))]);
    assert_eq!(load(Vec::<BookId>::new()), []);
}
