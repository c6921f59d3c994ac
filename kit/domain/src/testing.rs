//! A store in memory, so that rules and laws can be tried on many histories in little time.
//!
//! A real store must guarantee more: races, repeated messages and lost answers are tests of that store.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    pin::pin,
    task::{Poll, Waker},
};

use crate::{
    Aggregate, Command, CommandError, Condition, Context, DomainEvent, Interrupted, Keeps, Policies, RegisteredEvent,
    Requires, Terms, UnitOfWork, decide,
};

/// Every aggregate of a context, with all events that they ever registered.
pub struct Memory<C: Context> {
    rules: C::Rules,
    types: HashMap<TypeId, Box<dyn Saved>>,
    log: Vec<RegisteredEvent>,
}

/// Every aggregate of one type.
struct SavedOf<A: Aggregate>(HashMap<A::Id, Entry<A>>);

/// An aggregate in memory keeps the events that have been committed.
#[derive(Clone)]
struct Entry<A> {
    aggregate: A,
    committed: usize,
}

trait Saved: Any + Send + Sync {
    fn copy(&self) -> Box<dyn Saved>;
    fn commit(&mut self);
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<A: Aggregate> Saved for SavedOf<A> {
    fn copy(&self) -> Box<dyn Saved> {
        Box::new(Self(self.0.clone()))
    }

    fn commit(&mut self) {
        self.0.retain(|_, entry| !entry.aggregate.is_deleted());
        for entry in self.0.values_mut() {
            entry.committed = entry.aggregate.events().len();
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<C: Context> Memory<C> {
    /// A store that nothing has been saved in.
    #[must_use]
    pub fn new(rules: C::Rules) -> Self {
        Self { rules, types: HashMap::new(), log: Vec::new() }
    }

    /// Executes a command and the policies of its context as of `now`: all of it or nothing.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub fn execute<K>(&mut self, command: &K, now: jiff::Timestamp) -> Result<(), CommandError>
    where
        C: Policies<MemoryWork<C>>,
        K: Command<MemoryWork<C>>,
    {
        let terms = Terms { now, rules: self.rules.clone() };
        let types = self.types.iter().map(|(id, saved)| (*id, saved.copy())).collect();
        let mut work = MemoryWork { types, registered: Vec::new(), log: Vec::new(), of: std::marker::PhantomData::<C> };
        at_once(decide(command, &mut work, &terms))?;
        work.types.values_mut().for_each(|saved| saved.commit());
        self.types = work.types;
        self.log.extend(work.log);
        Ok(())
    }

    /// An aggregate as it was committed last.
    #[must_use]
    pub fn get<A: Aggregate<Context = C>>(&self, id: &A::Id) -> Option<A> {
        self.of::<A>().and_then(|saved| saved.0.get(id)).map(|entry| entry.aggregate.clone())
    }

    /// Every aggregate of a type.
    pub fn all<A: Aggregate<Context = C>>(&self) -> impl Iterator<Item = &A> {
        self.of::<A>().into_iter().flat_map(|saved| saved.0.values()).map(|entry| &entry.aggregate)
    }

    /// Every event of a type that was ever committed, in order.
    #[must_use]
    pub fn events<E: DomainEvent>(&self) -> Vec<&E> {
        self.log.iter().filter_map(RegisteredEvent::get).collect()
    }

    fn of<A: Aggregate>(&self) -> Option<&SavedOf<A>> {
        self.types.get(&TypeId::of::<A>()).and_then(|saved| saved.as_any().downcast_ref())
    }
}

/// The unit of work of one command on a [`Memory`].
pub struct MemoryWork<C: Context> {
    types: HashMap<TypeId, Box<dyn Saved>>,
    registered: Vec<RegisteredEvent>,
    log: Vec<RegisteredEvent>,
    of: std::marker::PhantomData<C>,
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
    fn ask(&mut self, _id: &A::Id) {}

    fn found(&mut self, id: &A::Id) -> Option<A> {
        let saved = self.types.get(&TypeId::of::<A>())?.as_any().downcast_ref::<SavedOf<A>>()?;
        saved.0.get(id).map(|entry| entry.aggregate.clone()).filter(|aggregate| !aggregate.is_deleted())
    }

    fn save(&mut self, aggregate: A) {
        let saved = self.types.entry(TypeId::of::<A>()).or_insert_with(|| Box::new(SavedOf::<A>(HashMap::new())));
        let Some(SavedOf(entries)) = saved.as_any_mut().downcast_mut::<SavedOf<A>>() else {
            unreachable!("aggregates are kept by their type")
        };
        let committed = entries.get(&aggregate.id()).map_or(0, |entry| entry.committed);
        let before = entries.get(&aggregate.id()).map_or(committed, |entry| entry.aggregate.events().len());
        let new: Vec<_> = aggregate.events().iter().skip(before).cloned().map(RegisteredEvent::new).collect();
        self.registered.extend(new.iter().cloned());
        self.log.extend(new);
        entries.insert(aggregate.id(), Entry { aggregate, committed });
    }
}

impl<C: Context, K: Condition<Context = C>> Requires<K> for MemoryWork<C> {
    /// Nobody changes anything meanwhile, so that what was so when it was looked at is still so.
    fn require(&mut self, _condition: K) {}
}

/// The result of a future that never has to wait.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut std::task::Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("memory answers at once"),
    }
}
