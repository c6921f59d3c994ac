//! Metrics as log lines, in CloudWatch's embedded metric format: written with the log, at no call of their own.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//!
//! The function is the only dimension, because each value of a dimension is a metric to pay for. Slug, request and
//! correlation are properties of the line; CloudWatch Logs Insights finds them.

use std::{
    io::{self, Write},
    time::Duration,
};

use jiff::Timestamp;
use kit_dynamodb::call_counts::CallCounts;
use serde_json::{Map, Value, json};

use crate::Runtime;

/// How a command ended, as far as metrics distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had its effects.
    Succeeded,
    /// It was refused: a matter of the caller.
    Refused,
    /// It failed: a matter of ours.
    Failed,
}

impl Outcome {
    /// The outcome that an HTTP status stands for.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            ..400 => Self::Succeeded,
            400..500 => Self::Refused,
            500.. => Self::Failed,
        }
    }
}

/// The metrics of a command.
pub struct CommandMetrics<'a> {
    /// The function that executed it.
    pub function: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was refused or failed.
    pub slug: Option<&'a str>,
    /// From the function's start to its answer.
    pub duration: Duration,
    /// How often DynamoDB was called for it.
    pub calls: CallCounts,
    /// The id of the request, if it was one.
    pub request: Option<&'a str>,
    /// The id that joins it with everything that follows from it.
    pub correlation: &'a str,
}

impl CommandMetrics<'_> {
    fn line(&self, namespace: &str, at: Timestamp) -> Value {
        let is = |outcome| u8::from(self.outcome == outcome);
        let metrics = [
            ("Succeeded", "Count", json!(is(Outcome::Succeeded))),
            ("Refused", "Count", json!(is(Outcome::Refused))),
            ("Failed", "Count", json!(is(Outcome::Failed))),
            ("Duration", "Milliseconds", json!(milliseconds(self.duration))),
            ("DynamoDbCalls", "Count", json!(self.calls.calls)),
            ("Retries", "Count", json!(self.calls.retries)),
        ];
        let properties = json!({"slug": self.slug, "requestId": self.request, "correlationId": self.correlation});
        embedded(namespace, at, self.function, &metrics, properties)
    }
}

/// The metrics of a batch of a subscriber's messages.
#[derive(Default)]
pub(crate) struct BatchMetrics {
    /// The messages that leave the queue: handled or dead-lettered.
    pub(crate) processed: u32,
    /// The messages that go back to the queue.
    pub(crate) failures: u32,
    /// How old their events were, in milliseconds.
    pub(crate) ages: Vec<i64>,
    pub(crate) calls: CallCounts,
}

impl BatchMetrics {
    fn line(&self, namespace: &str, at: Timestamp, subscriber: &'static str) -> Value {
        let mut metrics = vec![
            ("Processed", "Count", json!(self.processed)),
            ("Duplicates", "Count", json!(self.calls.duplicates)),
            ("Failures", "Count", json!(self.failures)),
            ("DynamoDbCalls", "Count", json!(self.calls.calls)),
            ("Retries", "Count", json!(self.calls.retries)),
        ];
        if !self.ages.is_empty() {
            metrics.push(("Age", "Milliseconds", json!(self.ages)));
        }
        embedded(namespace, at, subscriber, &metrics, json!({}))
    }
}

/// The metrics of a run of reconciliation.
pub(crate) struct ReconciliationMetrics {
    /// The function that reconciles the context.
    pub(crate) function: &'static str,
    /// Events that a subscriber has not handled, and commits that cannot be read.
    pub(crate) missing: usize,
    /// Events and commands that were sent again.
    pub(crate) sent: usize,
    /// How old the oldest incomplete commit is, in seconds.
    pub(crate) incomplete: i64,
}

impl ReconciliationMetrics {
    fn line(&self, namespace: &str, at: Timestamp) -> Value {
        let metrics = [
            ("Missing", "Count", json!(self.missing)),
            ("Sent", "Count", json!(self.sent)),
            ("Unsettled", "Seconds", json!(self.incomplete)),
        ];
        embedded(namespace, at, self.function, &metrics, json!({}))
    }
}

impl Runtime {
    /// Writes the metrics of a run of reconciliation, if metrics are kept.
    pub(crate) fn measure_reconciliation(&self, metrics: &ReconciliationMetrics) {
        if let Some(namespace) = self.metrics_namespace() {
            write(&metrics.line(namespace, self.clock().now()));
        }
    }

    /// Writes the metrics of a command, if metrics are kept.
    pub fn measure_command(&self, metrics: &CommandMetrics<'_>) {
        if let Some(namespace) = self.metrics_namespace() {
            write(&metrics.line(namespace, self.clock().now()));
        }
    }

    /// Writes the metrics of a batch, if metrics are kept.
    pub(crate) fn measure_batch(&self, subscriber: &'static str, metrics: &BatchMetrics) {
        if let Some(namespace) = self.metrics_namespace() {
            write(&metrics.line(namespace, self.clock().now(), subscriber));
        }
    }
}

fn embedded(
    namespace: &str,
    at: Timestamp,
    function: &str,
    metrics: &[(&str, &str, Value)],
    properties: Value,
) -> Value {
    let definitions: Vec<_> = metrics.iter().map(|(name, unit, _)| json!({"Name": name, "Unit": unit})).collect();
    let directive = json!({"Namespace": namespace, "Dimensions": [["Function"]], "Metrics": definitions});
    let mut line = Map::new();
    line.insert("_aws".into(), json!({"Timestamp": at.as_millisecond(), "CloudWatchMetrics": [directive]}));
    line.insert("Function".into(), json!(function));
    line.extend(metrics.iter().map(|(name, _, value)| ((*name).to_owned(), value.clone())));
    if let Value::Object(properties) = properties {
        line.extend(properties.into_iter().filter(|(_, value)| !value.is_null()));
    }
    Value::Object(line)
}

/// The duration as logs and metrics have it.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A metric that cannot be written is no reason to fail.
fn write(line: &Value) {
    let _ = io::stdout().lock().write_all(format!("{line}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        "2026-12-01T10:30:00Z".parse().unwrap()
    }

    /// The rules of the specification for every line.
    fn check(line: &Value) {
        assert!(line["_aws"]["Timestamp"].is_i64() || line["_aws"]["Timestamp"].is_u64());
        for directive in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
            assert!(directive["Namespace"].is_string());
            for name in directive["Dimensions"].as_array().unwrap().iter().flat_map(|set| set.as_array().unwrap()) {
                assert!(line[name.as_str().unwrap()].is_string(), "a dimension is a text at the root: {name}");
            }
            let metrics = directive["Metrics"].as_array().unwrap();
            assert!(metrics.len() <= 100);
            for metric in metrics {
                let value = &line[metric["Name"].as_str().unwrap()];
                let values = value.as_array().map_or(1, Vec::len);
                assert!((value.is_number() || value.is_array()) && values <= 100, "{metric}: {value}");
            }
        }
    }

    #[test]
    fn a_refused_command_is_one_line_with_its_slug_as_a_property() {
        let metrics = CommandMetrics {
            function: "place-order",
            outcome: Outcome::of_status(409),
            slug: Some("out-of-stock"),
            duration: Duration::from_micros(7_900),
            calls: CallCounts { calls: 2, retries: 1, duplicates: 0 },
            request: Some("r"),
            correlation: "c",
        };
        let line = metrics.line("shop", at());
        check(&line);
        assert_eq!((&line["Refused"], &line["Succeeded"], &line["Failed"]), (&json!(1), &json!(0), &json!(0)));
        assert_eq!((&line["DynamoDbCalls"], &line["Retries"], &line["Duration"]), (&json!(2), &json!(1), &json!(7)));
        assert_eq!(line["slug"], json!("out-of-stock"));
        assert_eq!(line["_aws"]["CloudWatchMetrics"][0]["Dimensions"], json!([["Function"]]));
    }

    #[test]
    fn a_batch_is_one_line_with_the_age_of_each_event() {
        let metrics = BatchMetrics { processed: 2, failures: 1, ages: vec![40, 50, 60], calls: CallCounts::default() };
        let line = metrics.line("shop", at(), "count-orders");
        check(&line);
        assert_eq!((&line["Processed"], &line["Age"]), (&json!(2), &json!([40, 50, 60])));
    }

    #[test]
    fn a_run_of_reconciliation_is_one_line() {
        let function = "reconcile-messages";
        let line = ReconciliationMetrics { function, missing: 2, sent: 1, incomplete: 360 }.line("shop", at());
        check(&line);
        assert_eq!((&line["Missing"], &line["Function"]), (&json!(2), &json!("reconcile-messages")));
    }
}
