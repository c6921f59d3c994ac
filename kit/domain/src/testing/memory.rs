use std::{
    any::{Any, TypeId},
    collections::{HashMap, HashSet},
    marker::PhantomData,
    pin::pin,
    task::{Poll, Waker},
};

use jiff::Timestamp;

use crate::{
    Aggregate, Command, CommandError, Condition, Context, DomainEvent, Interrupted, Keeps, Policies, RegisteredEvent,
    Requires, Terms, UnitOfWork, decide,
};

/// A store in memory: every aggregate of a context, and all events that were ever committed.
///
/// It does one thing at a time. A real store must guarantee more, for races, repeated messages and lost answers; those
/// are tests of that store.
pub struct Memory<C: Context> {
    rules: C::Rules,
    types: Types,
    log: Vec<RegisteredEvent>,
    required: Vec<Box<dyn Any + Send + Sync>>,
}

type Types = HashMap<TypeId, Box<dyn AnyKept>>;

/// The aggregates of one type. A committed aggregate keeps the events that it has registered.
struct Kept<A: Aggregate> {
    committed: HashMap<A::Id, A>,
    asked: HashSet<A::Id>,
    saved: HashMap<A::Id, A>,
}

/// The same for any type.
trait AnyKept: Send + Sync {
    /// Whether a new aggregate was saved under an id that exists.
    fn conflicts(&self) -> bool;

    /// Ends a unit of work: its changes are committed.
    fn commit(&mut self);

    /// Ends a unit of work: its changes are dropped.
    fn roll_back(&mut self);

    fn as_any(&self) -> &dyn Any;

    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<A: Aggregate> AnyKept for Kept<A> {
    fn conflicts(&self) -> bool {
        self.saved.keys().any(|id| self.committed.contains_key(id) && !self.asked.contains(id))
    }

    fn commit(&mut self) {
        self.committed.extend(self.saved.drain());
        self.committed.retain(|_, aggregate| !aggregate.is_deleted());
        self.asked.clear();
    }

    fn roll_back(&mut self) {
        self.saved.clear();
        self.asked.clear();
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn kept<A: Aggregate>(types: &Types) -> Option<&Kept<A>> {
    types.get(&TypeId::of::<A>()).and_then(|kept| kept.as_any().downcast_ref())
}

fn kept_mut<A: Aggregate>(types: &mut Types) -> &mut Kept<A> {
    let kept = types.entry(TypeId::of::<A>()).or_insert_with(|| {
        Box::new(Kept::<A> { committed: HashMap::new(), asked: HashSet::new(), saved: HashMap::new() })
    });
    kept.as_any_mut().downcast_mut().unwrap_or_else(|| unreachable!("aggregates are kept by their type"))
}

impl<C: Context> Memory<C> {
    /// An empty store.
    #[must_use]
    pub fn new(rules: C::Rules) -> Self {
        Self { rules, types: HashMap::new(), log: Vec::new(), required: Vec::new() }
    }

    /// Executes a command and the policies of its context as of `now`: all of it or nothing.
    ///
    /// # Errors
    /// See [`CommandError`]. A new aggregate under an id that exists interrupts the command, as no real store would
    /// commit it.
    pub fn execute<K>(&mut self, command: &K, now: Timestamp) -> Result<(), CommandError>
    where
        C: Policies<MemoryWork<C>>,
        K: Command<MemoryWork<C>>,
    {
        let terms = self.terms(now);
        let mut work = MemoryWork {
            types: std::mem::take(&mut self.types),
            registered: Vec::new(),
            log: Vec::new(),
            required: Vec::new(),
            of: PhantomData::<C>,
        };
        let decided = at_once(decide(command, &mut work, &terms)).and_then(|()| {
            if work.types.values().any(|kept| kept.conflicts()) { Err(Interrupted.into()) } else { Ok(()) }
        });
        self.types = work.types;
        match decided {
            Ok(()) => {
                for kept in self.types.values_mut() {
                    kept.commit();
                }
                self.log.extend(work.log);
                self.required = work.required;
            }
            Err(_) => {
                for kept in self.types.values_mut() {
                    kept.roll_back();
                }
            }
        }
        decided
    }

    /// The terms of a command that is received at `now`.
    #[must_use]
    pub fn terms(&self, now: Timestamp) -> Terms<C> {
        Terms { now, rules: self.rules.clone() }
    }

    /// Puts an aggregate here as it is. Its events belong to the past: nothing reacts to them.
    pub fn put<A: Aggregate<Context = C>>(&mut self, aggregate: A) {
        kept_mut(&mut self.types).committed.insert(aggregate.id(), aggregate);
    }

    /// An aggregate as it was committed last.
    #[must_use]
    pub fn get<A: Aggregate<Context = C>>(&self, id: &A::Id) -> Option<&A> {
        kept(&self.types)?.committed.get(id)
    }

    /// Every aggregate of a type, in no order.
    pub fn all<A: Aggregate<Context = C>>(&self) -> impl Iterator<Item = &A> {
        kept(&self.types).into_iter().flat_map(|kept| kept.committed.values())
    }

    /// Every event of a type that was ever committed, in order.
    #[must_use]
    pub fn events<E: DomainEvent>(&self) -> Vec<&E> {
        self.log.iter().filter_map(RegisteredEvent::get).collect()
    }

    /// The conditions of a type that the last committed command required, in order.
    #[must_use]
    pub fn required<K: Condition<Context = C>>(&self) -> Vec<&K> {
        self.required.iter().filter_map(|condition| condition.downcast_ref()).collect()
    }

    /// How many events were ever committed.
    pub(super) fn committed(&self) -> usize {
        self.log.len()
    }

    /// The events of a type since the first `committed` ones.
    pub(super) fn events_since<E: DomainEvent>(&self, committed: usize) -> Vec<&E> {
        self.log[committed..].iter().filter_map(RegisteredEvent::get).collect()
    }
}

/// The unit of work of one command on a [`Memory`].
pub struct MemoryWork<C: Context> {
    types: Types,
    registered: Vec<RegisteredEvent>,
    log: Vec<RegisteredEvent>,
    required: Vec<Box<dyn Any + Send + Sync>>,
    of: PhantomData<C>,
}

impl<C: Context> UnitOfWork for MemoryWork<C> {
    type Context = C;

    async fn read(&mut self) -> Result<(), Interrupted> {
        Ok(())
    }

    fn registered(&mut self) -> Vec<RegisteredEvent> {
        std::mem::take(&mut self.registered)
    }
}

impl<C: Context, A: Aggregate<Context = C>> Keeps<A> for MemoryWork<C> {
    fn ask(&mut self, id: &A::Id) {
        kept_mut::<A>(&mut self.types).asked.insert(id.clone());
    }

    fn found(&mut self, id: &A::Id) -> Option<A> {
        let kept = kept_mut::<A>(&mut self.types);
        let found = kept.saved.get(id).or_else(|| kept.committed.get(id));
        found.filter(|aggregate| !aggregate.is_deleted()).cloned()
    }

    fn save(&mut self, aggregate: A) {
        let kept = kept_mut::<A>(&mut self.types);
        let id = aggregate.id();
        let loaded = kept.committed.get(&id).filter(|_| kept.asked.contains(&id));
        let registered = kept.saved.get(&id).or(loaded).map_or(0, |before| before.events().len());
        let new: Vec<_> = aggregate.events().iter().skip(registered).cloned().map(RegisteredEvent::new).collect();
        if new.is_empty() {
            return;
        }
        kept.saved.insert(id, aggregate);
        self.registered.extend(new.iter().cloned());
        self.log.extend(new);
    }
}

impl<C: Context, K: Condition<Context = C>> Requires<K> for MemoryWork<C> {
    /// Nobody changes anything meanwhile, so a condition that held when the command looked still holds at the commit.
    fn require(&mut self, condition: K) {
        self.required.push(Box::new(condition));
    }
}

/// The result of a future that never has to wait, such as a query on a read model in memory.
///
/// # Panics
/// When the future waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut std::task::Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("memory answers at once"),
    }
}
