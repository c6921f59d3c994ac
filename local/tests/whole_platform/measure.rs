//! How fast events travel, and what they cost. Not a test: the machine decides. Run it with
//! `cargo test --release -p wild-workouts-local --test whole_platform -- --ignored --nocapture measure`.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use aws_sdk_sqs::config::{ConfigBag, Intercept, RuntimeComponents, interceptors::BeforeTransmitInterceptorContextRef};
use local::Around;
use serde_json::{Value, json};

use crate::{
    api::people::{People, hour},
    support::{Setup, TestPlatform, Wire},
};

/// Counts the calls of SQS clients.
#[derive(Clone, Debug, Default)]
struct SqsCalls(Arc<Mutex<u32>>);

impl Intercept for SqsCalls {
    fn name(&self) -> &'static str {
        "SqsCalls"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), aws_sdk_sqs::error::BoxError> {
        *self.0.lock().unwrap() += 1;
        Ok(())
    }
}

/// When `report-trainings` had taken the first event of each training.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<HashMap<String, Instant>>>);

impl Taken {
    fn around(&self) -> Around {
        let taken = Arc::clone(&self.0);
        Arc::new(move |invocation, handler| {
            let subjects = subjects(&invocation.function, &invocation.payload);
            let (taken, handled) = (Arc::clone(&taken), handler(invocation));
            Box::pin(async move {
                let answer = handled.await;
                let now = Instant::now();
                for subject in subjects {
                    taken.lock().unwrap().entry(subject).or_insert(now);
                }
                answer
            })
        })
    }
}

fn subjects(function: &str, payload: &[u8]) -> Vec<String> {
    if function != "report-trainings" {
        return Vec::new();
    }
    let batch: Value = serde_json::from_slice(payload).unwrap();
    let bodies = batch["Records"].as_array().unwrap().iter().map(|record| record["body"].as_str().unwrap());
    bodies.map(|body| serde_json::from_str::<Value>(body).unwrap()["subject"].as_str().unwrap().to_owned()).collect()
}

struct Measured {
    people: People,
    wire: Wire,
    sqs: SqsCalls,
    taken: Taken,
}

async fn start() -> Measured {
    let (wire, sqs, taken) = (Wire::sound(), SqsCalls::default(), Taken::default());
    let counted = sqs.clone();
    let setup: Setup = TestPlatform::setup().seeded().wire(&wire).around(taken.around());
    let setup = setup.sqs(Arc::new(move |config| config.interceptor(counted.clone())));
    let people = People::at(setup.start().await).await;
    let credits = format!("/api/users/{}/credits", people.uuid(&people.adam).await);
    for _ in 0..3 {
        people.send("POST", &credits, &people.trainer, json!({"amount": 100, "reason": "measuring"})).await;
    }
    people.platform.platform.quiet().await.unwrap();
    Measured { people, wire, sqs, taken }
}

fn id_of(location: &str) -> String {
    location.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures, and says nothing about right and wrong"]
async fn measure_time_from_commit_to_effect() {
    let Measured { people, taken, .. } = start().await;
    let mut booked = Vec::new();
    for number in 0..200 {
        let location = people.book(&hour(1 + number / 9, 12 + number % 9), &people.adam).await;
        booked.push((id_of(&location), Instant::now()));
    }
    people.platform.platform.quiet().await.unwrap();
    let taken = taken.0.lock().unwrap();
    let mut times: Vec<Duration> =
        booked.iter().map(|(id, answered)| taken[id].saturating_duration_since(*answered)).collect();
    times.sort();
    println!("from the answer to the effect: median {:?}, 99th percentile {:?}", times[100], times[197]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures, and says nothing about right and wrong"]
async fn measure_events_a_second_and_calls_an_event() {
    let Measured { people, wire, sqs, taken } = start().await;
    people.platform.platform.pause("relay-messages").await.unwrap();
    let events = 240_u32;
    for number in 0..i64::from(events) {
        people.book(&hour(1 + number / 9, 12 + number % 9), &people.adam).await;
    }
    wire.clear();
    *sqs.0.lock().unwrap() = 0;
    taken.0.lock().unwrap().clear();
    let begun = Instant::now();
    people.platform.platform.resume("relay-messages").unwrap();
    people.platform.platform.quiet().await.unwrap();
    let taken = taken.0.lock().unwrap();
    assert_eq!(taken.len(), usize::try_from(events).unwrap());
    let took = taken.values().max().unwrap().duration_since(begun);
    let each = |calls: u32| f64::from(calls) / f64::from(events);
    println!(
        "{events} events (and {} that nobody subscribes to) in {took:?}: {:.0} a second; \
         {:.2} calls of SQS and {:.2} of DynamoDB for each",
        2 * events,
        f64::from(events) / took.as_secs_f64(),
        each(*sqs.0.lock().unwrap()),
        each(u32::try_from(wire.calls().len()).unwrap()),
    );
}
