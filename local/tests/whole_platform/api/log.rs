//! The log tells what followed from a request: each line on the way has its correlation id.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tracing::{Level, subscriber::DefaultGuard};

use super::people::{People, hour};

/// What is logged by this thread, on which all of a test's platform runs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// In the form that functions log in.
    fn keep() -> (Self, DefaultGuard) {
        let log = Self::default();
        let lines = tracing_subscriber::fmt().json().flatten_event(true).with_span_list(false);
        let writer = log.clone();
        let subscriber = lines.with_max_level(Level::DEBUG).with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    /// Who has said what under a correlation id, in order: a subscriber, or nobody in particular.
    fn under(&self, correlation: &str) -> Vec<(Option<String>, String)> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let ours = lines.filter(|line| {
            ["functions", "kit_lambda"].iter().any(|ours| line["target"].as_str().unwrap().starts_with(ours))
                && [&line["correlation_id"], &line["span"]["correlation_id"]].contains(&&json!(correlation))
        });
        let said = ours.map(|line| {
            let subscriber = line["span"]["subscriber"].as_str().map(ToOwned::to_owned);
            (subscriber, line["message"].as_str().unwrap().to_owned())
        });
        said.collect()
    }
}

fn said(subscriber: Option<&str>, message: &str) -> (Option<String>, String) {
    (subscriber.map(ToOwned::to_owned), message.to_owned())
}

#[tokio::test]
async fn one_id_joins_a_booking_its_way_and_what_took_its_event() {
    let (log, _guard) = Log::keep();
    let people = People::meet().await;
    let booking = json!({"time": hour(1, 14), "notes": ""});
    let call = people.call("POST", "/api/trainings", &people.adam).header("x-correlation-id", "journey-9");
    assert_eq!(call.json(&booking).send().await.status, 204);
    people.platform.platform.quiet().await.unwrap();
    let lines = log.under("journey-9");
    // The relay may be faster than the answer.
    assert!(lines.contains(&said(None, "answered")), "{lines:?}");
    assert!(lines.contains(&said(None, "on its way")), "{lines:?}");
    assert!(lines.contains(&said(Some("report-trainings"), "handled")), "{lines:?}");
}

#[tokio::test]
async fn one_id_joins_what_was_put_off_with_why_it_failed() {
    let (log, _guard) = Log::keep();
    let people = People::meet().await;
    people.book(&hour(1, 14), &people.anna).await;
    let booking = json!({"time": hour(1, 14), "notes": ""});
    let call = people.call("POST", "/api/trainings", &people.adam).header("x-correlation-id", "journey-10");
    assert_eq!(call.header("prefer", "respond-async").json(&booking).send().await.status, 202);
    people.platform.platform.quiet().await.unwrap();
    let lines = log.under("journey-10");
    assert!(lines.contains(&said(None, "answered")), "{lines:?}");
    let failed = lines.iter().position(|line| *line == said(Some("execute-command"), "a command failed"));
    let handled = lines.iter().position(|line| *line == said(Some("execute-command"), "handled"));
    assert!(failed.is_some() && failed < handled, "{lines:?}");
}
