use crate::{Aggregate, Context, Identifies, RegisteredEvent};

/// All that one command reads and changes. Its changes are committed together or not at all, and only if each aggregate
/// that it saves is still as it was loaded, and each [`Condition`] that it requires holds.
///
/// The bounds of a command say what it touches: a unit of work [`Keeps`] the aggregates and [`Requires`] the conditions.
pub trait UnitOfWork: Send {
    /// The context whose aggregates it keeps.
    type Context: Context;

    /// Loads aggregates as they are now, in one round trip: an id gives its aggregate, a tuple of ids a tuple of
    /// aggregates. An aggregate that was loaded or saved before in this unit of work comes as it is here.
    ///
    /// # Errors
    /// [`Interrupted`] when the command must not or cannot go on; the unit of work knows why.
    fn load<L: Load<Self>>(&mut self, ids: L) -> impl Future<Output = Result<L::Loaded, Interrupted>> + Send
    where
        Self: Sized,
    {
        async move {
            ids.ask(self);
            self.read().await?;
            Ok(ids.take(self))
        }
    }

    /// Reads everything that has been asked for and not read yet.
    ///
    /// # Errors
    /// [`Interrupted`] when the command must not or cannot go on.
    fn read(&mut self) -> impl Future<Output = Result<(), Interrupted>> + Send;

    /// The events of saved aggregates that have been registered since this was called last.
    fn registered(&mut self) -> Vec<RegisteredEvent>;
}

/// A unit of work that keeps aggregates of one type.
///
/// A command declares by its bounds which aggregates it loads and saves:
///
/// ```
/// # use kit_domain::{Aggregate, Command, CommandError, Context, Identifies, Keeps, Policies, Terms, UnitOfWork};
/// # macro_rules! aggregate {
/// #     ($context:ident, $name:ident, $id:ident, $event:ident, $kind:literal) => {
/// #         kit_domain::id!($id);
/// #         kit_domain::events! { pub enum $event { $kind Used {} } }
/// #         #[derive(Clone)]
/// #         pub struct $name($id, Vec<$event>);
/// #         impl $name {
/// #             fn used(mut self) -> Self { self.1.push($event::Used {}); self }
/// #         }
/// #         impl Aggregate for $name {
/// #             type Context = $context;
/// #             type Id = $id;
/// #             type Event = $event;
/// #             type Loaded = Self;
/// #             fn id(&self) -> $id { self.0 }
/// #             fn events(&self) -> &[$event] { &self.1 }
/// #             fn loaded(id: &$id, found: Option<Self>) -> Self { found.unwrap_or(Self(*id, vec![])) }
/// #         }
/// #         impl Identifies for $id { type Aggregate = $name; }
/// #     };
/// # }
/// # pub enum House {}
/// # impl Context for House { const NAME: &'static str = "house"; type Rules = (); }
/// # impl<W: UnitOfWork<Context = Self>> Policies<W> for House {}
/// # pub enum Garden {}
/// # impl Context for Garden { const NAME: &'static str = "garden"; type Rules = (); }
/// # impl<W: UnitOfWork<Context = Self>> Policies<W> for Garden {}
/// # aggregate!(House, Lamp, LampId, LampEvent, "lamp.used.v1");
/// # aggregate!(House, Meter, MeterId, MeterEvent, "meter.used.v1");
/// struct SwitchOn {
///     lamp: LampId,
///     meter: MeterId,
/// }
///
/// impl<W: Keeps<Lamp> + Keeps<Meter>> Command<W> for SwitchOn {
///     async fn decide(&self, work: &mut W, _terms: &Terms<House>) -> Result<(), CommandError> {
///         let lamp = work.load(self.lamp).await?;
///         work.save(lamp.used());
///         work.save(Meter(self.meter, vec![]).used());
///         Ok(())
///     }
/// }
/// # let now = "2026-12-01T10:30:00Z".parse().unwrap();
/// # let command = SwitchOn { lamp: uuid::Uuid::nil().into(), meter: uuid::Uuid::nil().into() };
/// let mut memory = kit_domain::testing::Memory::<House>::new(());
/// memory.execute(&command, now).unwrap();
/// ```
///
/// A command that saves an aggregate of a type that it does not declare does not compile:
///
/// ```compile_fail
/// # use kit_domain::{Aggregate, Command, CommandError, Context, Identifies, Keeps, Policies, Terms, UnitOfWork};
/// # macro_rules! aggregate {
/// #     ($context:ident, $name:ident, $id:ident, $event:ident, $kind:literal) => {
/// #         kit_domain::id!($id);
/// #         kit_domain::events! { pub enum $event { $kind Used {} } }
/// #         #[derive(Clone)]
/// #         pub struct $name($id, Vec<$event>);
/// #         impl $name {
/// #             fn used(mut self) -> Self { self.1.push($event::Used {}); self }
/// #         }
/// #         impl Aggregate for $name {
/// #             type Context = $context;
/// #             type Id = $id;
/// #             type Event = $event;
/// #             type Loaded = Self;
/// #             fn id(&self) -> $id { self.0 }
/// #             fn events(&self) -> &[$event] { &self.1 }
/// #             fn loaded(id: &$id, found: Option<Self>) -> Self { found.unwrap_or(Self(*id, vec![])) }
/// #         }
/// #         impl Identifies for $id { type Aggregate = $name; }
/// #     };
/// # }
/// # pub enum House {}
/// # impl Context for House { const NAME: &'static str = "house"; type Rules = (); }
/// # impl<W: UnitOfWork<Context = Self>> Policies<W> for House {}
/// # pub enum Garden {}
/// # impl Context for Garden { const NAME: &'static str = "garden"; type Rules = (); }
/// # impl<W: UnitOfWork<Context = Self>> Policies<W> for Garden {}
/// # aggregate!(House, Lamp, LampId, LampEvent, "lamp.used.v1");
/// # aggregate!(House, Meter, MeterId, MeterEvent, "meter.used.v1");
/// struct SwitchOn {
///     lamp: LampId,
///     meter: MeterId,
/// }
///
/// impl<W: Keeps<Lamp>> Command<W> for SwitchOn {
///     async fn decide(&self, work: &mut W, _terms: &Terms<House>) -> Result<(), CommandError> {
///         let lamp = work.load(self.lamp).await?;
///         work.save(lamp.used());
///         work.save(Meter(self.meter, vec![]).used());
///         Ok(())
///     }
/// }
/// # let now = "2026-12-01T10:30:00Z".parse().unwrap();
/// # let command = SwitchOn { lamp: uuid::Uuid::nil().into(), meter: uuid::Uuid::nil().into() };
/// let mut memory = kit_domain::testing::Memory::<House>::new(());
/// memory.execute(&command, now).unwrap();
/// ```
///
/// Nor does a command of one context in a unit of work of another context:
///
/// ```compile_fail
/// # use kit_domain::{Aggregate, Command, CommandError, Context, Identifies, Keeps, Policies, Terms, UnitOfWork};
/// # macro_rules! aggregate {
/// #     ($context:ident, $name:ident, $id:ident, $event:ident, $kind:literal) => {
/// #         kit_domain::id!($id);
/// #         kit_domain::events! { pub enum $event { $kind Used {} } }
/// #         #[derive(Clone)]
/// #         pub struct $name($id, Vec<$event>);
/// #         impl $name {
/// #             fn used(mut self) -> Self { self.1.push($event::Used {}); self }
/// #         }
/// #         impl Aggregate for $name {
/// #             type Context = $context;
/// #             type Id = $id;
/// #             type Event = $event;
/// #             type Loaded = Self;
/// #             fn id(&self) -> $id { self.0 }
/// #             fn events(&self) -> &[$event] { &self.1 }
/// #             fn loaded(id: &$id, found: Option<Self>) -> Self { found.unwrap_or(Self(*id, vec![])) }
/// #         }
/// #         impl Identifies for $id { type Aggregate = $name; }
/// #     };
/// # }
/// # pub enum House {}
/// # impl Context for House { const NAME: &'static str = "house"; type Rules = (); }
/// # impl<W: UnitOfWork<Context = Self>> Policies<W> for House {}
/// # pub enum Garden {}
/// # impl Context for Garden { const NAME: &'static str = "garden"; type Rules = (); }
/// # impl<W: UnitOfWork<Context = Self>> Policies<W> for Garden {}
/// # aggregate!(House, Lamp, LampId, LampEvent, "lamp.used.v1");
/// # aggregate!(House, Meter, MeterId, MeterEvent, "meter.used.v1");
/// # struct SwitchOn {
/// #     lamp: LampId,
/// #     meter: MeterId,
/// # }
/// #
/// # impl<W: Keeps<Lamp> + Keeps<Meter>> Command<W> for SwitchOn {
/// #     async fn decide(&self, work: &mut W, _terms: &Terms<House>) -> Result<(), CommandError> {
/// #         let lamp = work.load(self.lamp).await?;
/// #         work.save(lamp.used());
/// #         work.save(Meter(self.meter, vec![]).used());
/// #         Ok(())
/// #     }
/// # }
/// # let now = "2026-12-01T10:30:00Z".parse().unwrap();
/// # let command = SwitchOn { lamp: uuid::Uuid::nil().into(), meter: uuid::Uuid::nil().into() };
/// let mut memory = kit_domain::testing::Memory::<Garden>::new(());
/// memory.execute(&command, now).unwrap();
/// ```
pub trait Keeps<A: Aggregate>: UnitOfWork<Context = A::Context> {
    /// Asks for an aggregate with the next [`UnitOfWork::read`].
    fn ask(&mut self, id: &A::Id);

    /// The aggregate, once it has been read: as it was saved here, or else as the store has it.
    fn found(&mut self, id: &A::Id) -> Option<A>;

    /// Saves a changed or new aggregate, to be committed with the events that it registered. An aggregate without
    /// events is not written.
    fn save(&mut self, aggregate: A);
}

/// A fact that a command has looked at and does not change, and that must still hold when its changes are committed.
pub trait Condition: Send + Sync + 'static {
    /// The context that it is about.
    type Context: Context;
}

/// A unit of work that can require a condition.
pub trait Requires<K: Condition>: UnitOfWork<Context = K::Context> {
    /// Requires that `condition` holds when the changes are committed. Without changes nothing is required.
    fn require(&mut self, condition: K);
}

/// The unit of work cannot go on. It knows the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the unit of work was interrupted")]
pub struct Interrupted;

/// Ids that can be loaded together: an id, a pair, an option or a list of such.
pub trait Load<W: UnitOfWork>: Send {
    /// The aggregates that they load.
    type Loaded: Send;

    /// Asks for all of them.
    fn ask(&self, work: &mut W);

    /// Gives the aggregates, once they have been read.
    fn take(self, work: &mut W) -> Self::Loaded;
}

impl<W: Keeps<I::Aggregate>, I: Identifies> Load<W> for I {
    type Loaded = <I::Aggregate as Aggregate>::Loaded;

    fn ask(&self, work: &mut W) {
        work.ask(self);
    }

    fn take(self, work: &mut W) -> Self::Loaded {
        let found = work.found(&self);
        I::Aggregate::loaded(&self, found)
    }
}

impl<W: UnitOfWork, A: Load<W>, B: Load<W>> Load<W> for (A, B) {
    type Loaded = (A::Loaded, B::Loaded);

    fn ask(&self, work: &mut W) {
        self.0.ask(work);
        self.1.ask(work);
    }

    fn take(self, work: &mut W) -> Self::Loaded {
        (self.0.take(work), self.1.take(work))
    }
}

impl<W: UnitOfWork, A: Load<W>, B: Load<W>, C: Load<W>> Load<W> for (A, B, C) {
    type Loaded = (A::Loaded, B::Loaded, C::Loaded);

    fn ask(&self, work: &mut W) {
        self.0.ask(work);
        self.1.ask(work);
        self.2.ask(work);
    }

    fn take(self, work: &mut W) -> Self::Loaded {
        (self.0.take(work), self.1.take(work), self.2.take(work))
    }
}

impl<W: UnitOfWork, L: Load<W>> Load<W> for Option<L> {
    type Loaded = Option<L::Loaded>;

    fn ask(&self, work: &mut W) {
        if let Some(ids) = self {
            ids.ask(work);
        }
    }

    fn take(self, work: &mut W) -> Self::Loaded {
        self.map(|ids| ids.take(work))
    }
}

impl<W: UnitOfWork, L: Load<W>> Load<W> for Vec<L> {
    type Loaded = Vec<L::Loaded>;

    fn ask(&self, work: &mut W) {
        for ids in self {
            ids.ask(work);
        }
    }

    fn take(self, work: &mut W) -> Self::Loaded {
        self.into_iter().map(|ids| ids.take(work)).collect()
    }
}
