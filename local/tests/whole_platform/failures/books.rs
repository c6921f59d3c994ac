use std::collections::{BTreeMap, HashMap, HashSet};

use aws_sdk_dynamodbstreams::types::{AttributeValue, ShardIteratorType};
use jiff::Timestamp;
use local::Platform;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Everything that is stored, read as no function does: whole.
pub(super) struct Books {
    /// The items of all tables.
    pub(super) items: Vec<Value>,
    /// All events, each aggregate's in their order.
    pub(super) log: Vec<Event>,
    /// Everything that the records of commands have ever said, in order.
    pub(super) commands: Vec<Value>,
    places: HashMap<Uuid, usize>,
}

/// An event as it was committed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Event {
    pub(super) id: Uuid,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) source: String,
    pub(super) subject: String,
    pub(super) sequence: String,
    pub(super) commitsize: u64,
    pub(super) time: Timestamp,
    #[serde(rename = "correlationid")]
    pub(super) correlation: String,
    #[serde(rename = "causationid")]
    pub(super) causation: String,
    pub(super) data: Value,
}

impl Books {
    pub(super) async fn read(platform: &Platform) -> Self {
        let mut items: Vec<Value> = Vec::new();
        for table in ["WorkoutsTable", "CommunityTable", "ReportsTable"] {
            let scan = platform.dynamodb().scan().table_name(platform.table(table).unwrap()).consistent_read(true);
            let pages = scan.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
            items.extend(pages.into_iter().map(|item| serde_dynamo::from_item::<_, Value>(item).unwrap()));
        }
        let commits = items.iter().filter(|item| text(&item["sk"]).starts_with("COMMIT#"));
        let events = commits.flat_map(|commit| commit["events"].as_array().unwrap().clone());
        let mut log: Vec<Event> = events.map(|event| serde_json::from_value(event).unwrap()).collect();
        log.sort_by(|one, other| (&one.subject, &one.sequence).cmp(&(&other.subject, &other.sequence)));
        let mut books = Self { items, log, commands: Vec::new(), places: HashMap::new() };
        for table in ["WorkoutsTable", "CommunityTable"] {
            books.read_stream(platform, platform.table(table).unwrap()).await;
        }
        books
    }

    /// Reads what a table's stream tells: what has been written, in the order in which it was.
    async fn read_stream(&mut self, platform: &Platform, table: &str) {
        let streams = platform.dynamodb_streams();
        let described = platform.dynamodb().describe_table().table_name(table).send().await.unwrap();
        let stream = described.table().unwrap().latest_stream_arn().unwrap();
        let described = streams.describe_stream().stream_arn(stream).send().await.unwrap();
        for shard in described.stream_description().unwrap().shards() {
            let iterator = streams.get_shard_iterator().stream_arn(stream).set_shard_id(shard.shard_id.clone());
            let iterator = iterator.shard_iterator_type(ShardIteratorType::TrimHorizon);
            let mut next = iterator.send().await.unwrap().shard_iterator;
            while let Some(iterator) = next {
                let page = streams.get_records().shard_iterator(iterator).send().await.unwrap();
                for record in page.records() {
                    if let Some(image) = record.dynamodb().and_then(|change| change.new_image()) {
                        self.read_image(image);
                    }
                }
                next = page.next_shard_iterator.filter(|_| !page.records.unwrap_or_default().is_empty());
            }
        }
    }

    fn read_image(&mut self, image: &HashMap<String, AttributeValue>) {
        let said = |name| image.get(name).and_then(|value| value.as_s().ok());
        if said("sk").is_some_and(|sk| sk == "COMMAND") {
            let said = json!({"pk": said("pk"), "status": said("status"), "acceptance": said("acceptance")});
            self.commands.push(said);
        }
        for event in image.get("events").and_then(|events| events.as_l().ok()).into_iter().flatten() {
            let (id, place) = (event.as_m().unwrap()["id"].as_s().unwrap(), self.places.len());
            self.places.insert(id.parse().unwrap(), place);
        }
    }

    /// Whether an acceptance has come back after a later one of the same command has failed: when two calls accept
    /// at the same time, and the answer of the first is lost. The queue knows its event and drops it.
    pub(super) fn has_acceptance_come_back(&self) -> bool {
        let mut accepted = HashSet::new();
        let mut accepting = self.commands.iter().filter(|said| said["status"] == "accepted");
        accepting.any(|said| !accepted.insert((&said["pk"], &said["acceptance"])))
    }

    /// How many events of all had been committed before this one.
    pub(super) fn place(&self, event: &Event) -> usize {
        self.places[&event.id]
    }

    /// Each aggregate of a context with its history.
    pub(super) fn histories(&self, source: &str) -> BTreeMap<&str, Vec<&Event>> {
        let mut histories: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
        for event in self.log.iter().filter(|event| event.source == source) {
            histories.entry(&event.subject).or_default().push(event);
        }
        histories
    }

    /// What each message has caused.
    pub(super) fn effects(&self) -> BTreeMap<&str, Vec<&Event>> {
        let mut effects: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
        for event in &self.log {
            effects.entry(&event.causation).or_default().push(event);
        }
        effects
    }

    pub(super) fn item(&self, pk: &str, sk: &str) -> Option<&Value> {
        self.items.iter().find(|item| item["pk"] == pk && item["sk"] == sk)
    }

    /// The items whose keys begin so.
    pub(super) fn items<'b>(&'b self, pk: &'b str, sk: &'b str) -> impl Iterator<Item = &'b Value> {
        let fits = move |item: &&Value| text(&item["pk"]).starts_with(pk) && text(&item["sk"]).starts_with(sk);
        self.items.iter().filter(fits)
    }
}

impl Event {
    /// Its type without a version.
    pub(super) fn word(&self) -> &str {
        self.kind.rsplit_once(".v").map_or(&self.kind, |(word, _)| word)
    }

    /// The version of its aggregate that it belongs to.
    pub(super) fn version(&self) -> u64 {
        self.sequence[..10].parse().unwrap()
    }

    /// Which event of its aggregate comes next, as text.
    pub(super) fn next(&self) -> String {
        let place: u64 = self.sequence[11..].parse().unwrap();
        if place + 1 < self.commitsize {
            format!("{:010}.{:03}", self.version(), place + 1)
        } else {
            format!("{:010}.000", self.version() + 1)
        }
    }

    pub(super) fn text(&self, name: &str) -> &str {
        text(&self.data[name])
    }

    pub(super) fn number(&self, name: &str) -> i64 {
        self.data[name].as_i64().unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }
}

/// A text; nothing, where there is none.
pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
