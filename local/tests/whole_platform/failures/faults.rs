//! What goes wrong: between functions and their services, and between services and functions.

use std::collections::{BTreeMap, HashMap};
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use fastrand::Rng;
use futures_util::future::join;
use jiff::SignedDuration;
use local::{Around, Handler, Invocation, Invoked};
use serde_json::{Value, json};
use tokio::task::yield_now;

use super::arrivals::Arrivals;
use super::dice::Dice;
use crate::support::{Fault, SetClock, Wire};

/// Everything that can go wrong, while it is switched on.
#[derive(Clone)]
pub(super) struct Faults(Arc<State>);

struct State {
    dice: Arc<Dice>,
    clock: Arc<SetClock>,
    on: AtomicBool,
    /// What goes wrong several times in a row, by operation.
    storms: Mutex<HashMap<String, (Fault, u32)>>,
    injected: Mutex<BTreeMap<String, u32>>,
    /// Whether streams keep the order of an item only, which is all that they promise, or of all.
    disorderly: bool,
    arrivals: Arrivals,
}

/// What happens to an invocation.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Fine,
    /// It begins late.
    Late(u32),
    /// The environment dies before it begins.
    KilledBefore,
    /// It dies when the handler has got so far.
    KilledAfter(u32),
    /// It has had its effects, but nobody learns of it.
    AnswerLost,
    /// A message or batch is handed out again although it has been handled.
    Twice,
    /// It is handed out again while it is being handled, so much later.
    TwiceAtOnce(u32),
    /// The same, because handling it takes longer than it was hidden for: meanwhile it has expired.
    TwiceAfterLong(u32),
}

impl Faults {
    /// Switched off.
    pub(super) fn new(dice: &Arc<Dice>, clock: &Arc<SetClock>) -> Self {
        Self(Arc::new(State {
            clock: Arc::clone(clock),
            dice: Arc::clone(dice),
            on: AtomicBool::new(false),
            storms: Mutex::default(),
            injected: Mutex::default(),
            disorderly: dice.seed % 2 == 1,
            arrivals: Arrivals::default(),
        }))
    }

    /// Whether streams keep the order of an item only.
    pub(super) fn is_disorderly(&self) -> bool {
        self.0.disorderly
    }

    pub(super) fn switch(&self, on: bool) {
        self.0.on.store(on, SeqCst);
        self.0.storms.lock().unwrap().clear();
    }

    /// How often what went wrong.
    pub(super) fn injected(&self) -> BTreeMap<String, u32> {
        self.0.injected.lock().unwrap().clone()
    }

    /// Where a group's messages were handed out in another order than the stream told of them; nobody can
    /// say where the stream keeps none.
    pub(super) fn overtaken(&self) -> Vec<String> {
        if self.0.disorderly { Vec::new() } else { self.0.arrivals.overtaken() }
    }

    /// The functions' wire to DynamoDB.
    pub(super) fn dynamodb(&self) -> Wire {
        let faults = self.clone();
        Wire::broken(move |operation| faults.strikes(operation, |rng| of_table(operation, rng)))
    }

    /// The functions' wire to SQS.
    pub(super) fn sqs(&self) -> Wire {
        let faults = self.clone();
        Wire::broken(move |operation| faults.strikes(operation, |rng| of_queue(operation, rng)))
    }

    /// What stands between services and functions.
    pub(super) fn around(&self) -> Around {
        let faults = self.clone();
        Arc::new(move |invocation, handler| {
            let faults = faults.clone();
            Box::pin(async move { faults.invoke(invocation, &handler).await })
        })
    }

    fn strikes(&self, operation: &str, fault: impl FnOnce(&mut Rng) -> Fault) -> Fault {
        if !self.0.on.load(SeqCst) {
            return Fault::None;
        }
        let mut rng = self.0.dice.roll(operation);
        let mut storms = self.0.storms.lock().unwrap();
        let fault = match storms.get_mut(operation) {
            Some((fault, left)) if *left > 0 => {
                *left -= 1;
                *fault
            }
            _ => {
                let fault = fault(&mut rng);
                // The SDK alone tries three times: what strikes once or twice is hardly seen behind it.
                let lasts = matches!(fault, Fault::LostAnswer | Fault::Throttled) && rng.u8(0..4) == 0;
                if lasts {
                    storms.insert(operation.to_owned(), (fault, rng.u32(2..14)));
                }
                fault
            }
        };
        drop(storms);
        if fault != Fault::None {
            self.count(&format!("{operation} {fault:?}"));
        }
        fault
    }

    fn count(&self, what: &str) {
        // The numbers of a fault are of no interest.
        let what = what.split('(').next().unwrap_or(what);
        *self.0.injected.lock().unwrap().entry(what.to_owned()).or_default() += 1;
    }

    async fn invoke(&self, mut invocation: Invocation, handler: &Handler) -> Answered {
        let function = invocation.function.clone();
        let records = records(&invocation.payload);
        let is_stream = function == RELAY;
        if !self.0.on.load(SeqCst) {
            self.0.arrivals.note(&function, records.as_deref().unwrap_or_default());
            return handler(invocation).await;
        }
        let mut rng = self.0.dice.roll(&function);
        let fate = fate(&mut rng, records.is_some());
        if !matches!(fate, Fate::Fine) {
            self.count(&format!("{function} {fate:?}"));
        }
        let mut handed_out = records.clone();
        if let Some(records) = &mut handed_out
            && records.len() > 1
            && (!is_stream || self.0.disorderly)
        {
            rng.shuffle(records);
            if !is_stream {
                in_order_of_groups(records);
            }
            invocation.payload = json!({ "Records": records }).to_string().into_bytes();
        }
        if !matches!(fate, Fate::KilledBefore) {
            self.0.arrivals.note(&function, handed_out.as_deref().unwrap_or_default());
        }
        let answer = self.meet(fate, invocation, handler).await?;
        match (records, handed_out) {
            (Some(records), Some(handed_out)) if is_stream => Ok(as_of_the_stream(&answer, &records, &handed_out)),
            _ => Ok(answer),
        }
    }

    async fn meet(&self, fate: Fate, invocation: Invocation, handler: &Handler) -> Answered {
        let killed = || Err("the environment was killed".into());
        match fate {
            Fate::Fine => handler(invocation).await,
            Fate::Late(turns) => {
                wait(turns).await;
                handler(invocation).await
            }
            Fate::KilledBefore => killed(),
            Fate::KilledAfter(steps) => killed_after(steps, handler(invocation)).await.unwrap_or_else(killed),
            Fate::AnswerLost => {
                let _ = handler(invocation).await;
                killed()
            }
            Fate::Twice => {
                let _ = handler(invocation.clone()).await;
                handler(invocation).await
            }
            Fate::TwiceAtOnce(later) => {
                let again = async {
                    wait(later).await;
                    handler(invocation.clone()).await
                };
                join(handler(invocation.clone()), again).await.0
            }
            Fate::TwiceAfterLong(later) => {
                let again = async {
                    wait(later).await;
                    self.0.clock.advance(EXPIRED);
                    handler(invocation.clone()).await
                };
                join(handler(invocation.clone()), again).await.0
            }
        }
    }
}

type Answered = Result<Vec<u8>, kit_sam_local::InvokeError>;

/// After which a command that was put off is not carried out any more.
const EXPIRED: SignedDuration = SignedDuration::from_mins(16);

/// The one function that a stream invokes.
pub(super) const RELAY: &str = "relay-messages";

fn of_table(operation: &str, rng: &mut Rng) -> Fault {
    let (number, writes) = (rng.u8(0..100), ["TransactWriteItems", "PutItem", "UpdateItem"].contains(&operation));
    match (operation, number) {
        (_, 0..6) if writes => Fault::LostAnswer,
        ("PutItem", 0..14) => Fault::LostAnswer,
        (_, 6..10) if writes && operation != "PutItem" => Fault::TransactionConflict,
        ("TransactGetItems", 0..4) | ("PutItem", 14..18) => Fault::TransactionConflict,
        ("BatchGetItem", 0..4) => Fault::Unprocessed,
        (_, 10..14) => Fault::Throttled,
        ("BatchGetItem", 14..30) => Fault::InboxReadBefore,
        ("UpdateItem", 14..50) => Fault::Slow(rng.u32(100..2000)),
        (_, 30..44) => Fault::Slow(rng.u32(1..300)),
        _ => Fault::None,
    }
}

fn of_queue(operation: &str, rng: &mut Rng) -> Fault {
    match (operation, rng.u8(0..100)) {
        ("SendMessageBatch", 0..30) => Fault::Taken(rng.u16(..)),
        (_, 30..36) => Fault::LostAnswer,
        (_, 36..41) => Fault::Throttled,
        (_, 41..55) => Fault::Slow(rng.u32(1..300)),
        _ => Fault::None,
    }
}

fn fate(rng: &mut Rng, may_come_twice: bool) -> Fate {
    match rng.u8(0..100) {
        0..5 => Fate::KilledBefore,
        5..10 => Fate::AnswerLost,
        10..20 => Fate::KilledAfter(rng.u32(1..16)),
        20..30 => Fate::Late(rng.u32(1..300)),
        30..38 if may_come_twice => Fate::Twice,
        38..54 if may_come_twice => Fate::TwiceAtOnce(rng.u32(0..400)),
        54..60 if may_come_twice => Fate::TwiceAfterLong(rng.u32(0..400)),
        _ => Fate::Fine,
    }
}

async fn wait(turns: u32) {
    for _ in 0..turns {
        yield_now().await;
    }
}

/// What a handler answers, unless it has more steps than that: then it is dropped where it stands.
async fn killed_after(steps: u32, mut work: Invoked) -> Option<Answered> {
    let mut left = steps;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

/// The records of a batch, if it is one.
fn records(payload: &[u8]) -> Option<Vec<Value>> {
    let mut payload: Value = serde_json::from_slice(payload).ok()?;
    match payload["Records"].take() {
        Value::Array(records) => Some(records),
        _ => None,
    }
}

/// A queue keeps the order of each group: the places stay mixed, the messages of a group follow each other.
fn in_order_of_groups(records: &mut [Value]) {
    let group = |record: &Value| record["attributes"]["MessageGroupId"].as_str().unwrap_or_default().to_owned();
    let number = |record: &Value| record["attributes"]["SequenceNumber"].as_str().unwrap_or_default().to_owned();
    for first in 0..records.len() {
        for second in first + 1..records.len() {
            if group(&records[first]) == group(&records[second]) && number(&records[first]) > number(&records[second]) {
                records.swap(first, second);
            }
        }
    }
}

/// The answer about records that were handed out in another order: the stream goes on from the first, in its
/// own order, that has not been handled.
fn as_of_the_stream(answer: &[u8], records: &[Value], handed_out: &[Value]) -> Vec<u8> {
    let number = |record: &Value| record["dynamodb"]["SequenceNumber"].clone();
    let told: Value = serde_json::from_slice(answer).unwrap();
    let Some(from) = told["batchItemFailures"].get(0).map(|failure| failure["itemIdentifier"].clone()) else {
        return answer.to_vec();
    };
    let failed: Vec<_> = handed_out.iter().map(number).skip_while(|number| *number != from).collect();
    let first = records.iter().map(number).find(|number| failed.contains(number));
    json!({"batchItemFailures": [{"itemIdentifier": first}]}).to_string().into_bytes()
}
