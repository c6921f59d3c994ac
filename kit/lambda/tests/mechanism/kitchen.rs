//! A kitchen that boils eggs: an egg has a deadline, and a menu in another context counts the eggs that are done.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use kit_domain::{Aggregate, Command, CommandError, Context, Identifies, Keeps, Policies, Terms, UnitOfWork};
use kit_dynamodb::{
    Changed, CloudEvent, Item, ItemKey, Read, Stored, Table, Transaction, Write, WriteError,
    deadlines::DeadlinePassed,
    item::{from_item, to_item},
    projection::{Projection, Unprojectable},
};
use kit_lambda::{
    About, Catalog, Chapter, Function, Mechanism, Program, Runtime, Service, SettingsError,
    description::{Audience, Operation},
    http::{ApiRequest, Problem, Reply, examples},
    messages::{Delivery, Executed, Unhandled},
    only,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub enum Kitchen {}

impl Context for Kitchen {
    const NAME: &'static str = "kitchen";
    type Rules = ();
}

impl<W: UnitOfWork<Context = Self>> Policies<W> for Kitchen {}

kit_domain::id!(
    /// An egg.
    EggId
);

kit_domain::events! {
    /// What has happened to an egg.
    pub enum EggEvent {
        /// It was put into the water.
        "egg.put-in.v1" PutIn { egg: EggId },
        /// It was taken out.
        "egg.taken-out.v1" TakenOut { egg: EggId },
    }
}

kit_domain::refusals! {
    /// Why the kitchen says no.
    pub enum KitchenRefusal {
        /// It is in the water, or has been.
        #[error("the egg is or was in the water")]
        NotRaw => NOT_RAW: Conflict, "not-raw", "Not raw";
    }
}

/// How long an egg boils.
pub(crate) const TIME: SignedDuration = SignedDuration::from_mins(6);

#[derive(Clone, Serialize, Deserialize)]
pub struct Egg {
    id: EggId,
    due: Option<Timestamp>,
    #[serde(skip)]
    events: Vec<EggEvent>,
}

impl Aggregate for Egg {
    type Context = Kitchen;
    type Id = EggId;
    type Event = EggEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> EggId {
        self.id
    }

    fn events(&self) -> &[EggEvent] {
        &self.events
    }

    fn loaded(_id: &EggId, found: Option<Self>) -> Option<Self> {
        found
    }

    fn deadline(&self) -> Option<Timestamp> {
        self.due
    }
}

impl Identifies for EggId {
    type Aggregate = Egg;
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
    #[serde(flatten)]
    egg: Egg,
}

impl Stored for Egg {
    const SOURCE: &'static str = "/kitchen/eggs";

    fn key(id: &EggId) -> ItemKey {
        ItemKey::state(format!("EGG#{id}"))
    }

    fn subject(id: &EggId) -> String {
        id.to_string()
    }

    fn read(_id: &EggId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let Versioned { version, egg } = from_item(item.clone())?;
        Ok(Read::Found(egg, version))
    }

    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for change in changed {
            let key = Self::key(&change.aggregate.id());
            transaction.push(Write::put_state(key, to_item(change.aggregate)?, change.loaded))?;
            change.put_commit(transaction)?;
        }
        Ok(())
    }
}

struct PutIn(EggId);

impl<W: Keeps<Egg>> Command<W> for PutIn {
    async fn decide(&self, work: &mut W, terms: &Terms<W::Context>) -> Result<(), CommandError> {
        if work.load(self.0).await?.is_some() {
            return Err(KitchenRefusal::NotRaw.into());
        }
        work.save(Egg { id: self.0, due: Some(terms.now + TIME), events: vec![EggEvent::PutIn { egg: self.0 }] });
        Ok(())
    }
}

struct TakeOut(EggId);

impl<W: Keeps<Egg>> Command<W> for TakeOut {
    async fn decide(&self, work: &mut W, _terms: &Terms<W::Context>) -> Result<(), CommandError> {
        if let Some(mut egg) = work.load(self.0).await?.filter(|egg| egg.due.is_some()) {
            egg.due = None;
            egg.events.push(EggEvent::TakenOut { egg: self.0 });
            work.save(egg);
        }
        Ok(())
    }
}

/// The menu, in a table of its own.
pub(crate) enum Menu {}

impl Context for Menu {
    const NAME: &'static str = "menu";
    type Rules = ();
}

enum EggsOnMenu {}

impl Projection for EggsOnMenu {
    type Context = Menu;
    type Event = EggEvent;

    fn position(event: &EggEvent) -> ItemKey {
        let (EggEvent::PutIn { egg } | EggEvent::TakenOut { egg }) = event;
        ItemKey::new(format!("EGG#{egg}"), "ON_MENU")
    }

    fn project(
        event: &CloudEvent<EggEvent>,
        _known: Option<Item>,
        _transaction: &mut Transaction<'_>,
    ) -> Result<Item, Unprojectable> {
        let is_done = matches!(event.event, EggEvent::TakenOut { .. });
        Ok(Item::from([("done".to_owned(), kit_dynamodb::item::text(is_done.to_string()))]))
    }
}

#[derive(Clone)]
struct Kitchens {
    runtime: Runtime,
    table: Table<Kitchen>,
}

impl Service for Kitchens {
    type Context = Kitchen;
    type Layout = ();

    fn read(runtime: Runtime) -> Result<Self, SettingsError> {
        let table = runtime.table(())?;
        Ok(Self { runtime, table })
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn table(&self) -> &Table<Kitchen> {
        &self.table
    }

    fn catalog() -> &'static Catalog<Self> {
        &CATALOG
    }
}

const COOKS: Audience = Audience { about: "For cooks.", groups: &["cook"], refusals: &[] };

static CATALOG: Catalog<Kitchens> = Catalog {
    chapters: &[Chapter { name: "Eggs", about: "Eggs in water.", functions: &[&PUT_IN] }],
    others: &[&TAKE_OUT, &LAY_TABLE, &WRITE_MENU],
    mechanism: &MECHANISM,
    refusals: &[examples::<KitchenRefusal>],
};

static MECHANISM: Mechanism<Kitchens> =
    kit_lambda::mechanism!("kitchen-", "/api/kitchen/commands", &COOKS, sweeps deadlines);

static PUT_IN: Function<Kitchens> =
    Function::command("put-in", "PUT /api/eggs/{uuid}", &COOKS, describe, |service, request| {
        Box::pin(put_in(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation.summary("Put an egg into the water").refused([KitchenRefusal::NOT_RAW])
}

async fn put_in(service: &Kitchens, request: &ApiRequest) -> Result<Reply, Problem> {
    let egg = request.path_id()?;
    request.command_without_fields()?;
    service.execute(request, PutIn(egg), None).await
}

static TAKE_OUT: Function<Kitchens> =
    Function::deadline::<EggEvent>("take-out", |service, delivery| Box::pin(take_out(service, delivery)));

async fn take_out(service: &Kitchens, delivery: &Delivery) -> Result<(), Unhandled> {
    let event = delivery.event::<DeadlinePassed>()?;
    let egg: Uuid = event.subject.parse().map_err(|_| Unhandled::Never("not an egg".into()))?;
    match delivery.execute(service, &event, egg, &TakeOut(egg.into())).await? {
        Executed::Done => delivery.record_handled(service, &event).await,
        Executed::Refused(refused) => Err(Unhandled::Never(refused.to_string())),
    }
}

static LAY_TABLE: Function<Kitchens> =
    Function::subscriber::<Kitchen>("lay-table", only::<EggEvent>("egg.put-in.v1"), |service, delivery| {
        Box::pin(lay_table(service, delivery))
    });

async fn lay_table(service: &Kitchens, delivery: &Delivery) -> Result<(), Unhandled> {
    let event = delivery.event::<EggEvent>()?;
    delivery.record_handled(service, &event).await
}

static WRITE_MENU: Function<Kitchens> = Function::projection::<Kitchen, EggsOnMenu>("write-menu");

pub(crate) static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let about = About {
        title: "Kitchen",
        version: "1",
        summary: "Eggs.",
        license: "MIT",
        problem_prefix: "urn:problem:kitchen:",
        conventions: Vec::new,
        crates: &[],
    };
    Program::new(about).service::<Kitchens>()
});
