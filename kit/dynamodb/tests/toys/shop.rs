//! A shop: shelves with a stock, and orders that take from them.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use aws_sdk_dynamodb::Client;
use jiff::{SignedDuration, Timestamp};
use kit_domain::{
    Aggregate, Command, CommandError, Condition, Context, Identifies, Ids, Keeps, Policies, Policy, PolicyList,
    Process, Requires, Terms,
};
use kit_dynamodb::{
    Answer, COMMANDS, Changed, ExecuteError, Fingerprint, Item, ItemKey, Message, MessageId, Read, Stored,
    StoredCondition, Table, Transaction, Write, WriteError,
    aws::Aws,
    item::{from_item, to_item},
    testing::{Wire, create_table},
};
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, sync::oneshot};
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
pub enum Shop {}

impl Context for Shop {
    const NAME: &'static str = "shop";
    /// How long an order waits for its payment.
    type Rules = SignedDuration;
}

impl<W: Keeps<Shelf>> Policies<W> for Shop {
    fn policies() -> PolicyList<W> {
        PolicyList::none().and::<PutBack>()
    }
}

// --- the shelf: it is there before anything has happened to it ---

kit_domain::id!(
    /// A shelf.
    ShelfId
);

kit_domain::events! {
    /// What has happened to a shelf.
    pub enum ShelfEvent {
        /// Pieces were added.
        "shelf.filled.v1" Filled { shelf: ShelfId, pieces: u32 },
        /// Pieces were taken.
        "shelf.taken.v1" Taken { shelf: ShelfId, pieces: u32 },
    }
}

kit_domain::refusals! {
    /// Why the shop says no.
    pub enum ShopRefusal {
        /// There are not as many.
        #[error("{wanted} wanted, {there} there")]
        OutOfStock { wanted: u32 = 2, there: u32 = 1 } => OUT_OF_STOCK: Conflict, "out-of-stock", "Out of stock";
        /// There is no such order.
        #[error("there is no order {0}")]
        NoOrder(OrderId = Uuid::nil().into()) => NO_ORDER: NotFound, "not-found", "Not found";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    id: ShelfId,
    pub(crate) pieces: u32,
    #[serde(default)]
    closed: bool,
    #[serde(skip)]
    events: Vec<ShelfEvent>,
}

impl Shelf {
    pub(crate) fn fill(&mut self, pieces: u32) {
        self.pieces += pieces;
        self.events.push(ShelfEvent::Filled { shelf: self.id, pieces });
    }

    pub(crate) fn take(&mut self, pieces: u32) -> Result<(), ShopRefusal> {
        let left = self.pieces.checked_sub(pieces);
        self.pieces = left.ok_or(ShopRefusal::OutOfStock { wanted: pieces, there: self.pieces })?;
        self.events.push(ShelfEvent::Taken { shelf: self.id, pieces });
        Ok(())
    }
}

impl Aggregate for Shelf {
    type Context = Shop;
    type Id = ShelfId;
    type Event = ShelfEvent;
    type Loaded = Self;

    fn id(&self) -> ShelfId {
        self.id
    }

    fn events(&self) -> &[ShelfEvent] {
        &self.events
    }

    fn loaded(id: &ShelfId, found: Option<Self>) -> Self {
        found.unwrap_or_else(|| Self { id: *id, pieces: 0, closed: false, events: Vec::new() })
    }
}

impl Identifies for ShelfId {
    type Aggregate = Shelf;
}

#[derive(Deserialize)]
struct Versioned<A> {
    version: u64,
    #[serde(flatten)]
    aggregate: A,
}

impl Stored for Shelf {
    const SOURCE: &'static str = "/shop/shelves";

    fn key(id: &ShelfId) -> ItemKey {
        ItemKey::state(format!("SHELF#{id}"))
    }

    fn subject(id: &ShelfId) -> String {
        id.to_string()
    }

    fn read(_id: &ShelfId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let Versioned { version, aggregate } = from_item(item.clone())?;
        Ok(Read::Found(aggregate, version))
    }

    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for shelf in changed {
            let (key, item) = (Self::key(&shelf.aggregate.id()), to_item(shelf.aggregate)?);
            transaction.push(Write::put_state(key, item, shelf.loaded))?;
            shelf.put_commit(transaction)?;
        }
        Ok(())
    }
}

/// The condition that a shelf has not been closed.
pub struct StillOpen(pub(crate) ShelfId);

impl Condition for StillOpen {
    type Context = Shop;
}

impl StoredCondition for StillOpen {
    fn check(&self) -> Write {
        Write::check(Shelf::key(&self.0))
            .when("closed = :open")
            .value(":open", aws_sdk_dynamodb::types::AttributeValue::Bool(false))
    }
}

// --- the order: a process that waits for its payment ---

kit_domain::id!(
    /// An order.
    OrderId
);

kit_domain::events! {
    /// What has happened to an order.
    pub enum OrderEvent {
        /// It was placed.
        "order.placed.v1" Placed { order: OrderId, shelf: ShelfId, pieces: u32 },
        /// It was paid.
        "order.paid.v1" Paid { order: OrderId },
        /// It was canceled.
        "order.canceled.v1" Canceled { order: OrderId, shelf: ShelfId, pieces: u32 },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderState {
    Placed { due: Timestamp },
    Paid,
    Canceled,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    id: OrderId,
    shelf: ShelfId,
    pieces: u32,
    pub(crate) state: OrderState,
    #[serde(skip)]
    events: Vec<OrderEvent>,
}

/// What an order reacts to.
#[derive(Clone, Copy, Debug)]
pub enum OrderInput {
    Paid,
    DeadlinePassed { due: Timestamp },
}

/// What an order wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderReaction {
    Confirm,
    Cancel,
}

impl Process for Order {
    type Input = OrderInput;
    type Reaction = OrderReaction;

    fn react(&self, input: &OrderInput) -> Vec<OrderReaction> {
        match (self.state, input) {
            (OrderState::Placed { .. }, OrderInput::Paid) => vec![OrderReaction::Confirm],
            (OrderState::Placed { due }, OrderInput::DeadlinePassed { due: passed }) if due == *passed => {
                vec![OrderReaction::Cancel]
            }
            _ => vec![],
        }
    }
}

impl Order {
    pub(crate) fn place(id: OrderId, shelf: ShelfId, pieces: u32, due: Timestamp) -> Self {
        let events = vec![OrderEvent::Placed { order: id, shelf, pieces }];
        Self { id, shelf, pieces, state: OrderState::Placed { due }, events }
    }

    fn perform(&mut self, reaction: OrderReaction) {
        let (order, shelf, pieces) = (self.id, self.shelf, self.pieces);
        match reaction {
            OrderReaction::Confirm => {
                self.state = OrderState::Paid;
                self.events.push(OrderEvent::Paid { order });
            }
            OrderReaction::Cancel => {
                self.state = OrderState::Canceled;
                self.events.push(OrderEvent::Canceled { order, shelf, pieces });
            }
        }
    }
}

impl Aggregate for Order {
    type Context = Shop;
    type Id = OrderId;
    type Event = OrderEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> OrderId {
        self.id
    }

    fn events(&self) -> &[OrderEvent] {
        &self.events
    }

    fn loaded(_id: &OrderId, found: Option<Self>) -> Option<Self> {
        found
    }

    fn deadline(&self) -> Option<Timestamp> {
        match self.state {
            OrderState::Placed { due } => Some(due),
            OrderState::Paid | OrderState::Canceled => None,
        }
    }
}

impl Identifies for OrderId {
    type Aggregate = Order;
}

impl Stored for Order {
    const SOURCE: &'static str = "/shop/orders";

    fn key(id: &OrderId) -> ItemKey {
        ItemKey::state(format!("ORDER#{id}"))
    }

    fn subject(id: &OrderId) -> String {
        id.to_string()
    }

    fn read(_id: &OrderId, item: &Item) -> Result<Read<Self>, serde_dynamo::Error> {
        let Versioned { version, aggregate } = from_item(item.clone())?;
        Ok(Read::Found(aggregate, version))
    }

    fn write(changed: &[Changed<'_, Self>], transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for order in changed {
            let (key, item) = (Self::key(&order.aggregate.id()), to_item(order.aggregate)?);
            transaction.push(Write::put_state(key, item, order.loaded))?;
            order.put_commit(transaction)?;
        }
        Ok(())
    }
}

/// A canceled order puts its pieces back.
enum PutBack {}

impl<W: Keeps<Shelf>> Policy<W> for PutBack {
    type Event = OrderEvent;

    async fn react(event: &OrderEvent, work: &mut W, _terms: &Terms<Shop>) -> Result<(), CommandError> {
        let OrderEvent::Canceled { shelf, pieces, .. } = *event else { return Ok(()) };
        let mut shelf = work.load(shelf).await?;
        shelf.fill(pieces);
        work.save(shelf);
        Ok(())
    }
}

// --- commands ---

pub struct Fill(pub(crate) Vec<ShelfId>, pub(crate) u32);

impl<W: Keeps<Shelf>> Command<W> for Fill {
    async fn decide(&self, work: &mut W, _terms: &Terms<Shop>) -> Result<(), CommandError> {
        for mut shelf in work.load(self.0.clone()).await? {
            shelf.fill(self.1);
            work.save(shelf);
        }
        Ok(())
    }
}

pub struct Place {
    pub(crate) order: OrderId,
    pub(crate) shelf: ShelfId,
    pub(crate) pieces: u32,
}

impl<W: Keeps<Shelf> + Keeps<Order>> Command<W> for Place {
    async fn decide(&self, work: &mut W, terms: &Terms<Shop>) -> Result<(), CommandError> {
        let mut shelf = work.load(self.shelf).await?;
        shelf.take(self.pieces)?;
        work.save(shelf);
        work.save(Order::place(self.order, self.shelf, self.pieces, terms.now + terms.rules));
        Ok(())
    }
}

pub struct Feed(pub(crate) OrderId, pub(crate) OrderInput);

impl<W: Keeps<Order>> Command<W> for Feed {
    async fn decide(&self, work: &mut W, _terms: &Terms<Shop>) -> Result<(), CommandError> {
        let mut order = work.load(self.0).await?.ok_or(ShopRefusal::NoOrder(self.0))?;
        for reaction in order.react(&self.1) {
            order.perform(reaction);
        }
        work.save(order);
        Ok(())
    }
}

/// Looks at one shelf and fills another, if the first is still open at the commit.
pub struct FillWhileOpen {
    pub(crate) looked_at: ShelfId,
    pub(crate) filled: ShelfId,
}

impl<W: Keeps<Shelf> + Requires<StillOpen>> Command<W> for FillWhileOpen {
    async fn decide(&self, work: &mut W, _terms: &Terms<Shop>) -> Result<(), CommandError> {
        let (_, mut filled) = work.load((self.looked_at, self.filled)).await?;
        work.require(StillOpen(self.looked_at));
        filled.fill(1);
        work.save(filled);
        Ok(())
    }
}

// --- the shop on a database of its own ---

/// Ids in the order in which they are given.
struct Counted(AtomicU64);

impl Ids for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

pub struct World {
    pub(crate) table: Table<Shop>,
    pub(crate) now: Timestamp,
    aws: Aws,
    _stop: oneshot::Sender<()>,
}

pub const TABLE: &str = "shop";

impl World {
    pub(crate) async fn open() -> Self {
        let database = dynoxide::Database::memory().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            dynoxide::server::serve_with_shutdown(listener, database, stopped).await.unwrap();
        });
        let variable = |name: &str| match name {
            "AWS_REGION" => Some("us-east-1".to_owned()),
            "AWS_ENDPOINT_URL_DYNAMODB" => Some(url.clone()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("local".to_owned()),
            _ => None,
        };
        let aws = Aws::read(variable).unwrap();
        let client = aws.dynamodb();
        create_table(&client, TABLE).await;
        let table = Table::new(client, TABLE, Arc::new(Counted(AtomicU64::new(1))), patience());
        Self { table, now: "2026-12-01T10:30:00Z".parse().unwrap(), aws, _stop: stop }
    }

    /// The same table, reached over another wire.
    pub(crate) fn over(&self, wire: &Wire) -> Table<Shop> {
        let client = Client::from_conf(wire.configure(self.aws.dynamodb_config()).build());
        Table::new(client, TABLE, Arc::new(Counted(AtomicU64::new(1_000_000))), patience())
    }

    /// A message that comes only once.
    pub(crate) fn message(&self) -> Message {
        Message {
            id: MessageId::from(Uuid::now_v7()),
            fingerprint: None,
            received: self.now,
            begun: self.now,
            completes: None,
            kept: COMMANDS,
            correlation: "test".into(),
            traceparent: None,
        }
    }

    /// A message under a key.
    pub(crate) fn keyed(&self, key: &str, body: &str) -> Message {
        let fingerprint = Some(Fingerprint::of_request("POST", "/", body.as_bytes()));
        Message { id: MessageId::of_key(Uuid::nil(), key), fingerprint, ..self.message() }
    }

    pub(crate) async fn fill(&self, shelf: ShelfId, pieces: u32) {
        self.table.execute(&self.message(), &Fill(vec![shelf], pieces), &Answer::default()).await.unwrap();
    }

    pub(crate) async fn pieces(&self, id: ShelfId) -> u32 {
        self.table.get::<Shelf>(&Shelf::key(&id)).await.unwrap().map_or(0, |shelf| shelf.pieces)
    }

    pub(crate) async fn order(&self, id: OrderId) -> Option<Order> {
        self.table.get(&Order::key(&id)).await.unwrap()
    }

    pub(crate) fn execute<'a, K>(&'a self, command: &'a K) -> impl Future<Output = Result<Answer, ExecuteError>> + 'a
    where
        K: Command<kit_dynamodb::Attempt<Shop>>,
    {
        let message = self.message();
        async move { self.table.execute(&message, command, &Answer::default()).await }
    }
}

fn patience() -> SignedDuration {
    SignedDuration::from_mins(30)
}

/// An order of one piece.
pub fn place(order: u128, shelf: ShelfId) -> Place {
    Place { order: order_id(order), shelf, pieces: 1 }
}

pub fn shelf(number: u128) -> ShelfId {
    Uuid::from_u128(number).into()
}

pub fn order_id(number: u128) -> OrderId {
    Uuid::from_u128(number).into()
}
