//! A toy context: a library lends books to readers.

use jiff::{SignedDuration, Timestamp};
use kit_domain::{
    Aggregate, Command, CommandError, Condition, Context, Identifies, Keeps, Policies, Policy, PolicyList, Refused,
    Requires, Terms,
};
use uuid::Uuid;

kit_domain::id!(
    /// A book.
    pub(crate) BookId
);

kit_domain::id!(
    /// A reader.
    pub(crate) ReaderId
);

/// The library's context.
#[derive(Debug)]
pub(crate) enum Library {}

impl Context for Library {
    const NAME: &'static str = "library";
    /// How many books a reader may have.
    type Rules = u32;
}

impl<W: Keeps<Reader> + Keeps<Diary>> Policies<W> for Library {
    fn policies() -> PolicyList<W> {
        PolicyList::none().and::<CountLoans>().and::<NoteFirstLoan>()
    }
}

kit_domain::events! {
    /// What has happened to a book.
    pub(crate) enum BookEvent {
        /// The library bought it.
        "book.bought.v1" Bought {
            /// Which book.
            book: BookId,
        },
        /// A reader took it home.
        "book.lent.v1" Lent {
            /// Which book.
            book: BookId,
            /// Who took it.
            reader: ReaderId,
        },
        /// It came back.
        "book.returned.v1" Returned {
            /// Which book.
            book: BookId,
        },
        /// The library gave it away.
        "book.withdrawn.v1" Withdrawn {
            /// Which book.
            book: BookId,
        },
    }
}

kit_domain::events! {
    /// What has happened to a reader.
    pub(crate) enum ReaderEvent {
        /// They have one book more.
        "reader.borrowed.v1" Borrowed {
            /// Who.
            reader: ReaderId,
            /// How many books they have.
            books: u32,
        },
    }
}

kit_domain::events! {
    /// What has happened to the diary.
    pub(crate) enum DiaryEvent {
        /// A reader borrowed a first book.
        "diary.first-loan-noted.v1" FirstLoanNoted {
            /// Who.
            reader: ReaderId,
        },
    }
}

kit_domain::refusals! {
    /// Why the library says no.
    pub(crate) enum LibraryRefusal {
        /// There is no such book.
        #[error("there is no book {0}")]
        NoBook(BookId = Uuid::nil().into()) => NO_BOOK: NotFound, "no-book", "No such book";
        /// Somebody has it.
        #[error("the book {0} is lent")]
        IsLent(BookId = Uuid::nil().into()) => IS_LENT: Conflict, "is-lent", "The book is lent";
        /// One book too many.
        #[error("{books} books of {most}")]
        TooManyBooks {
            /// How many the reader would have.
            books: u32 = 3,
            /// How many a reader may have.
            most: u32 = 2,
        } => TOO_MANY_BOOKS: Conflict, "too-many-books", "Too many books";
        /// The library is closed.
        #[error("the library is closed")]
        Closed => CLOSED: InvalidValue, "closed", "Closed";
    }
}

/// A book: there is none before it is bought.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Book {
    id: BookId,
    pub(crate) state: State,
    events: Vec<BookEvent>,
}

/// Where a book is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Here,
    LentUntil(Timestamp),
    Gone,
}

impl Book {
    pub(crate) const LOAN: SignedDuration = SignedDuration::from_hours(14 * 24);

    pub(crate) fn buy(id: BookId) -> Self {
        Self { id, state: State::Here, events: vec![BookEvent::Bought { book: id }] }
    }

    pub(crate) fn lend(&mut self, reader: ReaderId, now: Timestamp) -> Result<(), LibraryRefusal> {
        if self.state != State::Here {
            return Err(LibraryRefusal::IsLent(self.id));
        }
        self.change(State::LentUntil(now + Self::LOAN), BookEvent::Lent { book: self.id, reader });
        Ok(())
    }

    pub(crate) fn take_back(&mut self) {
        self.change(State::Here, BookEvent::Returned { book: self.id });
    }

    fn withdraw(&mut self) {
        self.change(State::Gone, BookEvent::Withdrawn { book: self.id });
    }

    fn change(&mut self, state: State, event: BookEvent) {
        self.state = state;
        self.events.push(event);
    }
}

impl Aggregate for Book {
    type Context = Library;
    type Id = BookId;
    type Event = BookEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> BookId {
        self.id
    }

    fn events(&self) -> &[BookEvent] {
        &self.events
    }

    fn loaded(_id: &BookId, found: Option<Self>) -> Option<Self> {
        found
    }

    fn is_deleted(&self) -> bool {
        self.state == State::Gone
    }

    fn deadline(&self) -> Option<Timestamp> {
        match self.state {
            State::LentUntil(due) => Some(due),
            State::Here | State::Gone => None,
        }
    }
}

impl Identifies for BookId {
    type Aggregate = Book;
}

/// A reader: there is one before anything has happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reader {
    id: ReaderId,
    pub(crate) books: u32,
    events: Vec<ReaderEvent>,
}

impl Aggregate for Reader {
    type Context = Library;
    type Id = ReaderId;
    type Event = ReaderEvent;
    type Loaded = Self;

    fn id(&self) -> ReaderId {
        self.id
    }

    fn events(&self) -> &[ReaderEvent] {
        &self.events
    }

    fn loaded(id: &ReaderId, found: Option<Self>) -> Self {
        found.unwrap_or(Self { id: *id, books: 0, events: Vec::new() })
    }
}

impl Identifies for ReaderId {
    type Aggregate = Reader;
}

/// The library's diary: one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diary {
    events: Vec<DiaryEvent>,
}

/// Which diary: there is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TheDiary;

impl Aggregate for Diary {
    type Context = Library;
    type Id = TheDiary;
    type Event = DiaryEvent;
    type Loaded = Self;

    fn id(&self) -> TheDiary {
        TheDiary
    }

    fn events(&self) -> &[DiaryEvent] {
        &self.events
    }

    fn loaded(_id: &TheDiary, found: Option<Self>) -> Self {
        found.unwrap_or_default()
    }
}

impl Identifies for TheDiary {
    type Aggregate = Diary;
}

/// The condition that the library is open at the commit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StillOpen;

impl Condition for StillOpen {
    type Context = Library;
}

/// The library buys books.
pub(crate) struct Buy(pub(crate) Vec<BookId>);

impl<W: Keeps<Book>> Command<W> for Buy {
    async fn decide(&self, work: &mut W, _terms: &Terms<Library>) -> Result<(), CommandError> {
        for book in &self.0 {
            work.save(Book::buy(*book));
        }
        Ok(())
    }
}

/// A reader takes books home, all or none.
pub(crate) struct Lend {
    pub(crate) books: Vec<BookId>,
    pub(crate) reader: ReaderId,
}

impl<W: Keeps<Book> + Requires<StillOpen>> Command<W> for Lend {
    fn admissible(&self, _terms: &Terms<Library>) -> Result<(), Refused> {
        if self.books.is_empty() { Err(LibraryRefusal::Closed.into()) } else { Ok(()) }
    }

    async fn decide(&self, work: &mut W, terms: &Terms<Library>) -> Result<(), CommandError> {
        let found = work.load(self.books.clone()).await?;
        if self.books.is_empty() {
            return Err(LibraryRefusal::Closed.into());
        }
        for (book, id) in found.into_iter().zip(&self.books) {
            let mut book = book.ok_or(LibraryRefusal::NoBook(*id))?;
            work.require(StillOpen);
            book.lend(self.reader, terms.now)?;
            work.save(book);
        }
        Ok(())
    }
}

/// A reader looks into a book at the counter: it is lent and returned in one unit of work.
pub(crate) struct LookInto {
    pub(crate) book: BookId,
    pub(crate) reader: ReaderId,
}

impl<W: Keeps<Book>> Command<W> for LookInto {
    async fn decide(&self, work: &mut W, terms: &Terms<Library>) -> Result<(), CommandError> {
        let mut book = work.load(self.book).await?.ok_or(LibraryRefusal::NoBook(self.book))?;
        book.lend(self.reader, terms.now)?;
        work.save(book);
        let mut book = work.load(self.book).await?.ok_or(LibraryRefusal::NoBook(self.book))?;
        book.take_back();
        work.save(book);
        Ok(())
    }
}

/// The library gives a book away.
pub(crate) struct Withdraw(pub(crate) BookId);

impl<W: Keeps<Book>> Command<W> for Withdraw {
    async fn decide(&self, work: &mut W, _terms: &Terms<Library>) -> Result<(), CommandError> {
        let mut book = work.load(self.0).await?.ok_or(LibraryRefusal::NoBook(self.0))?;
        book.withdraw();
        work.save(book);
        assert_eq!(work.load(self.0).await?, None, "a deleted aggregate is not found, even before the commit");
        Ok(())
    }
}

/// A book that is lent counts for its reader.
pub(crate) enum CountLoans {}

impl<W: Keeps<Reader>> Policy<W> for CountLoans {
    type Event = BookEvent;

    async fn react(event: &BookEvent, work: &mut W, terms: &Terms<Library>) -> Result<(), CommandError> {
        let BookEvent::Lent { reader, .. } = *event else { return Ok(()) };
        let mut reader = work.load(reader).await?;
        if reader.books == terms.rules {
            return Err(LibraryRefusal::TooManyBooks { books: reader.books + 1, most: terms.rules }.into());
        }
        reader.books += 1;
        reader.events.push(ReaderEvent::Borrowed { reader: reader.id, books: reader.books });
        work.save(reader);
        Ok(())
    }
}

/// The diary notes a reader's first loan.
pub(crate) enum NoteFirstLoan {}

impl<W: Keeps<Diary>> Policy<W> for NoteFirstLoan {
    type Event = ReaderEvent;

    async fn react(event: &ReaderEvent, work: &mut W, _terms: &Terms<Library>) -> Result<(), CommandError> {
        let ReaderEvent::Borrowed { reader, books: 1 } = *event else { return Ok(()) };
        let mut diary = work.load(TheDiary).await?;
        diary.events.push(DiaryEvent::FirstLoanNoted { reader });
        work.save(diary);
        Ok(())
    }
}

pub(crate) fn book(number: u128) -> BookId {
    Uuid::from_u128(number).into()
}

pub(crate) fn reader(number: u128) -> ReaderId {
    Uuid::from_u128(number).into()
}

pub(crate) fn noon() -> Timestamp {
    "2026-12-01T12:00:00Z".parse().unwrap()
}
