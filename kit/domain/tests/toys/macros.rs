//! What `events!`, `refusals!` and `id!` declare.

use kit_domain::{Category, CommandError, DomainEvent, Kind, Refusal, Refused};
use serde_json::json;
use uuid::Uuid;

use crate::library::{BookEvent, BookId, LibraryRefusal, ReaderId, book, reader};

#[test]
fn events_are_serialized_under_their_type_with_their_data_in_camel_case() {
    let lent = BookEvent::Lent { book: book(1), reader: reader(2) };
    assert_eq!(lent.kind(), "book.lent.v1");
    assert_eq!(BookEvent::TYPES, ["book.bought.v1", "book.lent.v1", "book.returned.v1", "book.withdrawn.v1"]);
    let json = json!({
        "type": "book.lent.v1",
        "data": {"book": Uuid::from_u128(1), "reader": Uuid::from_u128(2)},
    });
    assert_eq!(serde_json::to_value(&lent).unwrap(), json);
    assert_eq!(serde_json::from_value::<BookEvent>(json).unwrap(), lent);
}

#[test]
fn a_stored_event_may_have_fields_that_are_not_known() {
    let json = json!({"type": "book.bought.v1", "data": {"book": Uuid::from_u128(1), "price": 12}});
    assert_eq!(serde_json::from_value::<BookEvent>(json).unwrap(), BookEvent::Bought { book: book(1) });
    assert!(serde_json::from_value::<BookEvent>(json!({"type": "book.burned.v1", "data": {}})).is_err());
}

#[test]
fn a_refusal_keeps_its_kind_and_words_whatever_context_it_is_from() {
    let refused = Refused::from(LibraryRefusal::TooManyBooks { books: 5, most: 4 });
    let kind = Kind { category: Category::Conflict, slug: "too-many-books", title: "Too many books" };
    assert_eq!((refused.kind(), refused.to_string().as_str()), (kind, "5 books of 4"));
    let error = CommandError::from(LibraryRefusal::TooManyBooks { books: 5, most: 4 });
    assert_eq!(error, CommandError::Refused(refused));
    assert_eq!(error.to_string(), "5 books of 4");
}

#[test]
fn each_refusal_has_a_kind_and_an_example() {
    let examples = LibraryRefusal::examples();
    assert_eq!(examples.iter().map(Refusal::kind).collect::<Vec<_>>(), LibraryRefusal::KINDS);
    let words: Vec<_> = examples.iter().map(ToString::to_string).collect();
    let nil = Uuid::nil();
    assert_eq!(
        words,
        [
            format!("there is no book {nil}"),
            format!("the book {nil} is lent"),
            "3 books of 2".to_owned(),
            "the library is closed".to_owned()
        ]
    );
}

#[test]
fn an_id_is_a_uuid_of_its_own_type() {
    let uuid = Uuid::from_u128(7);
    let id = BookId::from(uuid);
    assert_eq!((Uuid::from(id), id.to_string()), (uuid, uuid.to_string()));
    assert_eq!(serde_json::to_value(id).unwrap(), json!(uuid));
    assert_eq!(serde_json::from_value::<ReaderId>(json!(uuid)).unwrap(), ReaderId::from(uuid));
    assert!(BookId::from(Uuid::from_u128(6)) < id);
}
