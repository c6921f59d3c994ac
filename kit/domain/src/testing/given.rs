use std::fmt::Debug;

use jiff::Timestamp;

use super::{Memory, MemoryWork};
use crate::{Aggregate, Command, CommandError, Condition, Context, DomainEvent, Policies, Refused};

/// A history. [`when`](Given::when) a command follows, [`Then`] says its outcome.
///
/// ```text
/// Given::nothing(rules).command(&grant, monday).when(&book, tuesday).refused(NotAvailable);
/// ```
///
/// The methods panic where a test has to fail.
pub struct Given<C: Context>(Memory<C>);

/// The outcome of a command after a history.
pub struct Then<C: Context> {
    memory: Memory<C>,
    /// How many events were committed before the command.
    before: usize,
    admissible: Result<(), Refused>,
    outcome: Result<(), CommandError>,
}

#[expect(clippy::missing_panics_doc, reason = "a test fails by a panic")]
impl<C: Context> Given<C> {
    /// No history at all.
    #[must_use]
    pub fn nothing(rules: C::Rules) -> Self {
        Self(Memory::new(rules))
    }

    /// An aggregate as it is. Its events belong to the past: no policy reacts to them.
    #[must_use]
    pub fn aggregate(mut self, aggregate: impl Aggregate<Context = C>) -> Self {
        self.0.put(aggregate);
        self
    }

    /// A command that succeeded at `then`.
    #[must_use]
    #[track_caller]
    pub fn command<K>(mut self, command: &K, then: Timestamp) -> Self
    where
        C: Policies<MemoryWork<C>>,
        K: Command<MemoryWork<C>>,
    {
        assert_eq!(self.0.execute(command, then), Ok(()), "a command of the history");
        self
    }

    /// Executes the command that the test is about, as of `now`. What the command finds inadmissible without any state,
    /// it must also refuse when it decides.
    #[must_use]
    #[track_caller]
    pub fn when<K>(self, command: &K, now: Timestamp) -> Then<C>
    where
        C: Policies<MemoryWork<C>>,
        K: Command<MemoryWork<C>>,
    {
        let Self(mut memory) = self;
        let before = memory.committed();
        let admissible = command.admissible(&memory.terms(now));
        let outcome = memory.execute(command, now);
        if let Err(refused) = &admissible {
            assert_eq!(outcome, Err(refused.clone().into()), "deciding agrees with `admissible`");
        }
        Then { memory, before, admissible, outcome }
    }
}

#[expect(clippy::missing_panics_doc, reason = "a test fails by a panic")]
#[expect(clippy::return_self_not_must_use, reason = "the last expectation of a test has no next one")]
impl<C: Context> Then<C> {
    /// The command succeeded, and these are the events of one type that it and its policies have registered.
    #[track_caller]
    pub fn events<E>(self, expected: impl IntoIterator<Item = E>) -> Self
    where
        E: DomainEvent + PartialEq + Debug,
    {
        assert_eq!(self.outcome, Ok(()));
        let expected: Vec<E> = expected.into_iter().collect();
        assert_eq!(self.memory.events_since::<E>(self.before), expected.iter().collect::<Vec<_>>());
        self
    }

    /// The command succeeded and changed nothing.
    #[track_caller]
    pub fn nothing(self) -> Self {
        assert_eq!(self.outcome, Ok(()));
        assert_eq!(self.memory.committed(), self.before, "no event is registered");
        self
    }

    /// The command was refused.
    #[track_caller]
    pub fn refused(self, refusal: impl Into<Refused>) -> Self {
        assert_eq!(self.outcome, Err(CommandError::Refused(refusal.into())));
        self
    }

    /// The command was refused without any state: a deferred command is refused at once.
    #[track_caller]
    pub fn inadmissible(self, refusal: impl Into<Refused>) -> Self {
        assert_eq!(self.admissible, Err(refusal.into()));
        self
    }

    /// The command succeeded on these conditions of one type.
    #[track_caller]
    pub fn requires<K>(self, expected: impl IntoIterator<Item = K>) -> Self
    where
        K: Condition<Context = C> + PartialEq + Debug,
    {
        assert_eq!(self.outcome, Ok(()));
        let expected: Vec<K> = expected.into_iter().collect();
        assert_eq!(self.memory.required::<K>(), expected.iter().collect::<Vec<_>>());
        self
    }

    /// The aggregate `id` is there now, as `expected` says.
    #[track_caller]
    pub fn finds<A: Aggregate<Context = C>>(self, id: &A::Id, expected: impl FnOnce(&A) -> bool) -> Self {
        let found = self.memory.get(id);
        assert!(found.is_some_and(expected), "{id:?} is not found as expected");
        self
    }

    /// Nothing is found under `id`.
    #[track_caller]
    pub fn finds_nothing<A: Aggregate<Context = C>>(self, id: &A::Id) -> Self {
        assert!(self.memory.get::<A>(id).is_none(), "{id:?} is found");
        self
    }

    /// The same history, and this command too, for what comes next.
    #[must_use]
    pub fn then(self) -> Given<C> {
        Given(self.memory)
    }
}
