use crate::{
    community::{Author, AuthorId, Post, PostId},
    credits::{Account, AccountId},
    trainer::{Hour, HourId},
    trainings::{Training, TrainingKey},
    users::{User, UserId},
};

/// All that one command reads and changes. Its changes are committed together or not at all, and
/// only if each aggregate that it saves is still as it was loaded, and each user or author that it loads
/// has not been deactivated or closed meanwhile.
pub trait UnitOfWork: Send {
    /// Loads aggregates as they are now, in one round trip: an id gives its aggregate, a tuple of
    /// ids a tuple of aggregates. No aggregate may be asked for twice in one unit of work.
    ///
    /// # Errors
    /// When the command must not or cannot go on; the unit of work knows why.
    fn load<L: Load>(&mut self, ids: L) -> impl Future<Output = Result<L::Loaded, Interrupted>> + Send;

    /// Takes a changed or new aggregate to be committed, with the events it registered.
    fn save(&mut self, aggregate: impl Into<Aggregate>);
}

/// The unit of work cannot go on, and knows why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the unit of work was interrupted")]
pub struct Interrupted;

/// Which aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AggregateId {
    /// An hour of a trainer's calendar.
    Hour(HourId),
    /// A booking.
    Training(TrainingKey),
    /// An attendee's credit account.
    Account(AccountId),
    /// A registered user.
    User(UserId),
    /// What a user tells the club.
    Post(PostId),
    /// A user as an author.
    Author(AuthorId),
}

/// An aggregate of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// An hour of a trainer's calendar.
    Hour(Hour),
    /// A booking.
    Training(Training),
    /// An attendee's credit account.
    Account(Account),
    /// A registered user.
    User(User),
    /// What a user tells the club.
    Post(Post),
    /// A user as an author.
    Author(Author),
}

impl Aggregate {
    /// Which aggregate this is.
    #[must_use]
    pub fn id(&self) -> AggregateId {
        match self {
            Self::Hour(hour) => AggregateId::Hour(hour.id()),
            Self::Training(training) => AggregateId::Training(training.key()),
            Self::Account(account) => AggregateId::Account(account.id()),
            Self::User(user) => AggregateId::User(user.id()),
            Self::Post(post) => AggregateId::Post(post.id()),
            Self::Author(author) => AggregateId::Author(author.id()),
        }
    }
}

/// Ids that can be loaded together, and what they give.
pub trait Load: Send {
    /// What the ids give.
    type Loaded: Send;

    /// The ids, in a fixed order.
    fn ids(&self) -> Vec<AggregateId>;

    /// Takes as many of `found` as there are ids, in their order, each of the kind asked for.
    fn take(self, found: &mut dyn Iterator<Item = Option<Aggregate>>) -> Self::Loaded;
}

/// Declares what loading one id gives; the last argument says what it means that nothing is found under it.
macro_rules! load_one {
    ($id:ty, $kind:ident, $loaded:ty, |$found:ident, $this:ident| $resolve:expr) => {
        impl Load for $id {
            type Loaded = $loaded;

            fn ids(&self) -> Vec<AggregateId> {
                vec![AggregateId::$kind(*self)]
            }

            fn take(self, found: &mut dyn Iterator<Item = Option<Aggregate>>) -> Self::Loaded {
                let $this = self;
                let $found = match found.next().flatten() {
                    Some(Aggregate::$kind(aggregate)) => Some(aggregate),
                    None => None,
                    Some(other) => unreachable!("asked for {:?}, given {:?}", $this, other.id()),
                };
                $resolve
            }
        }

        impl From<$kind> for Aggregate {
            fn from(aggregate: $kind) -> Self {
                Self::$kind(aggregate)
            }
        }
    };
}

load_one!(HourId, Hour, Hour, |found, id| found.unwrap_or_else(|| Hour::never_set(id)));
load_one!(TrainingKey, Training, Option<Training>, |found, _id| found);
load_one!(AccountId, Account, Account, |found, id| found.unwrap_or_else(|| Account::unused(id)));
load_one!(UserId, User, Option<User>, |found, _id| found);
load_one!(PostId, Post, Option<Post>, |found, _id| found);
load_one!(AuthorId, Author, Author, |found, id| found.unwrap_or_else(|| Author::unknown(id)));

impl<A: Load, B: Load> Load for (A, B) {
    type Loaded = (A::Loaded, B::Loaded);

    fn ids(&self) -> Vec<AggregateId> {
        [self.0.ids(), self.1.ids()].concat()
    }

    fn take(self, found: &mut dyn Iterator<Item = Option<Aggregate>>) -> Self::Loaded {
        (self.0.take(found), self.1.take(found))
    }
}

impl<L: Load> Load for Option<L> {
    type Loaded = Option<L::Loaded>;

    fn ids(&self) -> Vec<AggregateId> {
        self.iter().flat_map(Load::ids).collect()
    }

    fn take(self, found: &mut dyn Iterator<Item = Option<Aggregate>>) -> Self::Loaded {
        self.map(|id| id.take(found))
    }
}

impl<L: Load> Load for Vec<L> {
    type Loaded = Vec<L::Loaded>;

    fn ids(&self) -> Vec<AggregateId> {
        self.iter().flat_map(Load::ids).collect()
    }

    fn take(self, found: &mut dyn Iterator<Item = Option<Aggregate>>) -> Self::Loaded {
        self.into_iter().map(|id| id.take(found)).collect()
    }
}
