//! Lambda's mapping of a table's stream to a function.
//!
//! How far it is stands in memory alone: after a restart it begins with the oldest record again. That
//! is on purpose. Messages are in memory too, and so the records bring back those that were lost.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::{ShardIteratorType, StreamDescription};
use serde_json::Value;

use super::Services;
use super::batch_answer::BatchAnswer;
use super::driver::Seat;
use super::given_up::{GivenUp, Reason, sequence, written};
use super::stream_event;
use crate::deployment;
use crate::template::{FunctionResource, QueueResource, StreamMapping};
use kit_domain::causes;

/// How many records the database gives at once.
const MOST_RECORDS: u32 = 1000;

pub(super) struct StreamDriver {
    /// The logical id of the function.
    function: String,
    stream: String,
    mapping: StreamMapping,
    on_failure: Option<QueueResource>,
    services: Services,
    place: Place,
}

/// How far a stream has been handled.
#[derive(Default)]
struct Place {
    shard: Option<String>,
    /// The last record that is done with.
    after: Option<String>,
    /// Where to read on, if nothing has failed.
    iterator: Option<String>,
    /// How many records to take at most, while a failed batch is halved.
    at_most: Option<u32>,
    /// The record that the last batch failed at, and how often.
    failed: Option<(String, u32)>,
}

/// What a reading was.
enum Read {
    Something,
    Nothing,
    /// Try again later.
    Failure,
}

impl StreamDriver {
    pub(super) fn new(
        function: &FunctionResource,
        table: &str,
        mapping: StreamMapping,
        on_failure: Option<QueueResource>,
        services: Services,
    ) -> Self {
        Self {
            function: function.logical_id.clone(),
            stream: deployment::stream_arn(table),
            mapping,
            on_failure,
            services,
            place: Place::default(),
        }
    }

    pub(super) async fn run(mut self, mut seat: Seat) {
        loop {
            if !seat.may_go_on() && !seat.go_on().await {
                return;
            }
            self.services.written.mark_unchanged();
            seat.look();
            match self.read().await {
                Read::Something => {}
                Read::Failure => seat.pass(self.services.retry_after).await,
                Read::Nothing => {
                    seat.idle();
                    tokio::select! {
                        Ok(()) = self.services.written.changed() => {}
                        () = seat.ordered() => {}
                    }
                }
            }
        }
    }

    /// Reads on, and hands what fits to the function.
    async fn read(&mut self) -> Read {
        let records = match self.next().await {
            Ok(records) => records,
            Err(reason) => {
                tracing::warn!(function = self.function, stream = self.stream, "cannot be read: {reason}");
                self.place.iterator = None;
                return Read::Failure;
            }
        };
        let Some(last) = records.last() else {
            return Read::Nothing;
        };
        let last = sequence(last).to_owned();
        let fitting: Vec<_> = records.iter().filter(|record| self.fits(record)).collect();
        let (expired, fitting): (Vec<_>, Vec<_>) = fitting.into_iter().partition(|record| self.is_too_old(record));
        let attempts = self.attempts_at(expired.first().copied());
        self.give_up(Reason::RecordAgeExceeded, attempts, &expired).await;
        if fitting.is_empty() {
            self.place.done(last);
            return Read::Something;
        }
        let Some(rest) = self.hand_on(&fitting).await else {
            self.place.done(last);
            return Read::Something;
        };

        let failed = sequence(rest[0]).to_owned();
        let attempts = self.attempts_at(Some(rest[0])) + 1;
        if self.mapping.maximum_retries.is_some_and(|most| attempts > most) && !self.can_be_halved(rest) {
            self.give_up(Reason::RetryAttemptsExhausted, attempts, rest).await;
            self.place.done(last);
            return Read::Something;
        }
        let before = records.iter().map(sequence).take_while(|sequence| **sequence < *failed).last();
        self.place.again(before.map(str::to_owned), (failed, attempts));
        if self.can_be_halved(rest) {
            // Halving counts as no attempt, as on AWS.
            self.place.at_most = u32::try_from(rest.len() / 2).ok();
            self.place.failed = None;
        }
        Read::Failure
    }

    async fn next(&mut self) -> Result<Vec<Value>, String> {
        let iterator = match self.place.iterator.take() {
            Some(iterator) => iterator,
            None => self.iterator().await?,
        };
        let limit = self.place.at_most.unwrap_or(self.mapping.batch_size).clamp(1, MOST_RECORDS);
        let request = self.client().get_records().shard_iterator(iterator);
        let output = request.limit(i32::try_from(limit).unwrap_or(1)).send().await.map_err(|e| causes(&e))?;
        let records = output.records().iter().map(|record| stream_event::record(record, &self.stream)).collect();
        self.place.iterator = output.next_shard_iterator;
        Ok(records)
    }

    async fn iterator(&mut self) -> Result<String, String> {
        if self.place.shard.is_none() {
            let described = self.client().describe_stream().stream_arn(&self.stream).send().await;
            let described = described.map_err(|error| causes(&error))?;
            let shards = described.stream_description().map(StreamDescription::shards).unwrap_or_default();
            // The embedded database has exactly one.
            self.place.shard = shards.first().and_then(|shard| shard.shard_id.clone());
        }
        let shard = self.place.shard.clone().ok_or("it has no shard")?;
        let request = self.client().get_shard_iterator().stream_arn(&self.stream).shard_id(shard);
        let request = match &self.place.after {
            Some(after) => request.shard_iterator_type(ShardIteratorType::AfterSequenceNumber).sequence_number(after),
            None => request.shard_iterator_type(ShardIteratorType::TrimHorizon),
        };
        let output = request.send().await.map_err(|error| causes(&error))?;
        output.shard_iterator.ok_or_else(|| "it has no end".to_owned())
    }

    fn client(&self) -> &Client {
        &self.services.streams
    }

    fn fits(&self, record: &Value) -> bool {
        self.mapping.filters.is_empty() || self.mapping.filters.iter().any(|filter| filter.fits(record))
    }

    fn is_too_old(&self, record: &Value) -> bool {
        // Records carry the machine's time, not the platform's clock's.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let written = Duration::from_secs(written(record).try_into().unwrap_or(0));
        self.mapping.maximum_age.is_some_and(|age| now.saturating_sub(written) > age)
    }

    /// How often the batch that begins with this record has failed.
    fn attempts_at(&self, record: Option<&Value>) -> u32 {
        match (&self.place.failed, record) {
            (Some((failed, attempts)), Some(record)) if failed == sequence(record) => *attempts,
            _ => 0,
        }
    }

    fn can_be_halved(&self, rest: &[&Value]) -> bool {
        self.mapping.bisect && rest.len() > 1
    }

    /// Invokes the function; gives what has failed, and what comes after it.
    async fn hand_on<'r>(&self, records: &'r [&'r Value]) -> Option<&'r [&'r Value]> {
        let invoked = self.services.lambda.invoke(&self.function, stream_event::payload(records)).await;
        let sequences: Vec<_> = records.iter().map(|record| sequence(record)).collect();
        let answer = match invoked {
            Ok(answer) if self.mapping.reports_failures => BatchAnswer::read(&answer, &sequences),
            Ok(_) => BatchAnswer::Done,
            // The log has it.
            Err(_) => BatchAnswer::AllFailed,
        };
        match answer {
            BatchAnswer::Done => None,
            BatchAnswer::AllFailed => Some(records),
            BatchAnswer::Failed(failed) => {
                let first = sequences.iter().position(|sequence| failed.iter().any(|failed| failed == sequence));
                Some(&records[first.unwrap_or(0)..])
            }
        }
    }

    async fn give_up(&self, reason: Reason, attempts: u32, records: &[&Value]) {
        let ([first, ..], [.., last]) = (records, records) else { return };
        let given_up = GivenUp {
            function: &self.function,
            stream: &self.stream,
            shard: self.place.shard.as_deref().unwrap_or_default(),
            reason,
            attempts,
            first,
            last,
            count: records.len(),
        };
        given_up.report(&self.services.sqs, self.on_failure.as_ref()).await;
    }
}

impl Place {
    /// Everything up to a record is done with.
    fn done(&mut self, last: String) {
        self.after = Some(last);
        self.at_most = None;
        self.failed = None;
    }

    /// Everything up to a record is done with, but what follows has to be read again.
    fn again(&mut self, last: Option<String>, failed: (String, u32)) {
        if last.is_some() {
            self.after = last;
        }
        self.iterator = None;
        self.failed = Some(failed);
    }
}
