//! Queues, streams and schedules invoke functions. Each test has a template and functions of its own.

mod clock;
mod queues;
mod redrive;
mod schedules;
mod streams;
mod support;
mod switches;

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_sqs::types::MessageSystemAttributeName;
use kit_sam_local::{Data, Handler, InvokeError, Options, Platform};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use support::{Api, Folder};

/// How soon failed messages come again here.
const RETRY_AFTER: Duration = Duration::from_millis(20);
/// What is waited for takes milliseconds; this long, and the test has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A function of a test: it writes down what it is invoked with, and answers as it is told.
#[derive(Clone)]
pub(crate) struct Recorder(Arc<Inner>);

/// What is made of a payload.
type Answer = Box<dyn FnOnce(&Value) -> Result<Value, InvokeError> + Send>;

struct Inner {
    payloads: Mutex<Vec<Value>>,
    answers: Mutex<VecDeque<Answer>>,
    /// Closed where a test holds invocations up.
    gate: Semaphore,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        let gate = Semaphore::new(Semaphore::MAX_PERMITS);
        Self(Arc::new(Inner { payloads: Mutex::default(), answers: Mutex::default(), gate }))
    }

    /// One whose invocations do not end before they are let.
    pub(crate) fn held_up() -> Self {
        Self(Arc::new(Inner { payloads: Mutex::default(), answers: Mutex::default(), gate: Semaphore::new(0) }))
    }

    /// The next invocation without an answer of its own gets this.
    pub(crate) fn answers(self, answer: Value) -> Self {
        self.answers_with(|_| answer)
    }

    /// The next invocation without an answer of its own gets what this makes of its payload.
    pub(crate) fn answers_with(self, answer: impl FnOnce(&Value) -> Value + Send + 'static) -> Self {
        self.0.answers.lock().unwrap().push_back(Box::new(|payload| Ok(answer(payload))));
        self
    }

    /// The next invocation without an answer of its own fails.
    pub(crate) fn fails(self) -> Self {
        self.0.answers.lock().unwrap().push_back(Box::new(|_| Err("told to".into())));
        self
    }

    pub(crate) fn let_go(&self) {
        self.0.gate.add_permits(Semaphore::MAX_PERMITS);
    }

    pub(crate) fn handler(&self) -> Handler {
        let inner = Arc::clone(&self.0);
        Arc::new(move |invocation| {
            let inner = Arc::clone(&inner);
            Box::pin(async move {
                let payload: Value = serde_json::from_slice(&invocation.payload)?;
                let answer = inner.answers.lock().unwrap().pop_front();
                let answer = answer.map_or(Ok(Value::Null), |answer| answer(&payload));
                inner.payloads.lock().unwrap().push(payload);
                let _let_go = inner.gate.acquire().await?;
                Ok(answer?.to_string().into_bytes())
            })
        })
    }

    /// What it was invoked with.
    pub(crate) fn payloads(&self) -> Vec<Value> {
        self.0.payloads.lock().unwrap().clone()
    }

    /// The records of each invocation, by something of theirs.
    pub(crate) fn batches(&self, part: impl Fn(&Value) -> &Value) -> Vec<Vec<String>> {
        let records = |payload: &Value| payload["Records"].as_array().unwrap().clone();
        let text = |record: &Value| part(record).as_str().unwrap().to_owned();
        self.payloads().iter().map(|payload| records(payload).iter().map(text).collect()).collect()
    }

    /// The bodies of the messages of each invocation.
    pub(crate) fn bodies(&self) -> Vec<Vec<String>> {
        self.batches(|record| &record["body"])
    }

    /// Returns once there have been that many invocations.
    pub(crate) async fn invoked(&self, times: usize) {
        eventually("invocations", async || self.payloads().len() >= times).await;
    }
}

/// Returns once something is so.
pub(crate) async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// A platform with a template of its own.
pub(crate) struct Fixture {
    pub(crate) platform: Platform,
    pub(crate) api: Api,
    _folder: Folder,
}

impl Fixture {
    /// The resources, in YAML with no indentation, and the functions by handler.
    pub(crate) async fn start(resources: &str, functions: &[(&str, &Recorder)]) -> Self {
        Self::start_with(resources, functions, |_| {}).await
    }

    /// With options of its own, too.
    pub(crate) async fn start_with(
        resources: &str,
        functions: &[(&str, &Recorder)],
        change: impl FnOnce(&mut Options),
    ) -> Self {
        let folder = Folder::new();
        let file = folder.path().join("template.yaml");
        let resources: String = resources.lines().map(|line| format!("  {line}\n")).collect();
        fs::write(&file, format!("Resources:\n{resources}")).unwrap();
        let handlers: BTreeMap<_, _> = functions.iter().map(|(n, r)| ((*n).to_owned(), r.handler())).collect();
        let mut options =
            Options { retry_after: RETRY_AFTER, ..Options::new(file, Arc::new(handlers), Data::InMemory) };
        change(&mut options);
        let platform = match Platform::start(options).await {
            Ok(platform) => platform,
            Err(error) => panic!("the platform does not start: {error}"),
        };
        Self { api: Api::new(platform.url()), platform, _folder: folder }
    }

    /// Sends messages to a FIFO queue, each `group:body`, or to a standard queue, each `body`.
    pub(crate) async fn send(&self, queue: &str, messages: &[&str]) {
        for message in messages {
            let url = self.platform.queue_url(queue).unwrap();
            let request = self.platform.sqs().send_message().queue_url(url);
            let request = match message.split_once(':') {
                Some((group, body)) => {
                    request.message_group_id(group).message_deduplication_id(*message).message_body(body)
                }
                None => request.message_body(*message),
            };
            request.send().await.unwrap();
        }
    }

    /// How many messages are in a queue.
    pub(crate) async fn depth(&self, queue: &str) -> u64 {
        self.platform.queue_depth(queue).await.unwrap().unwrap().total()
    }

    /// The bodies of up to ten messages of a queue, which stay in flight.
    pub(crate) async fn receive(&self, queue: &str) -> Vec<Value> {
        let url = self.platform.queue_url(queue).unwrap();
        let request = self.platform.sqs().receive_message().queue_url(url).max_number_of_messages(10);
        let output = request.message_system_attribute_names(MessageSystemAttributeName::All).send().await.unwrap();
        let body = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        output.messages().iter().map(|message| body(message.body().unwrap())).collect()
    }

    /// Puts items with these sort keys into the table.
    pub(crate) async fn put(&self, keys: &[&str]) {
        for key in keys {
            let text = |text: &str| AttributeValue::S(text.to_owned());
            let request = self.platform.dynamodb().put_item().table_name("Table");
            request.item("pk", text("p")).item("sk", text(key)).send().await.unwrap();
        }
    }

    pub(crate) async fn quiet(&self) {
        if let Err(error) = self.platform.quiet().await {
            panic!("{error}");
        }
    }
}
