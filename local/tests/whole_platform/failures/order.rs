use std::sync::{Arc, Mutex};
use std::time::Duration;

use local::{Around, Handler, Invocation};
use serde_json::{Value, json};

use crate::api::people::{People, hour};
use crate::support::TestPlatform;

/// The deliveries of one subscriber, each with the sequences of its events; those of one event fail, the first
/// three times.
#[derive(Clone, Default)]
struct Deliveries(Arc<Mutex<Vec<Vec<String>>>>);

const SUBSCRIBER: &str = "report-trainings";
const FAILS: &str = "0000000002.000";
const TIMES: usize = 3;

impl Deliveries {
    fn around(&self) -> Around {
        let deliveries = self.clone();
        Arc::new(move |invocation: Invocation, handler: Handler| {
            let deliveries = deliveries.clone();
            Box::pin(async move {
                if invocation.function != SUBSCRIBER {
                    return handler(invocation).await;
                }
                let failed_before = deliveries.note(&invocation.payload);
                match failed_before {
                    // Before it has begun, and after it has had its effects.
                    Some(times) if times < TIMES && times % 2 == 0 => Err("killed before it began".into()),
                    Some(times) if times < TIMES => {
                        handler(invocation).await?;
                        Err("killed before it answered".into())
                    }
                    _ => handler(invocation).await,
                }
            })
        })
    }

    /// How often a batch with the event that fails was delivered before, if this is one.
    fn note(&self, payload: &[u8]) -> Option<usize> {
        let payload: Value = serde_json::from_slice(payload).unwrap();
        let sequence = |record: &Value| {
            let event: Value = serde_json::from_str(record["body"].as_str().unwrap()).unwrap();
            event["sequence"].as_str().unwrap().to_owned()
        };
        let batch: Vec<_> = payload["Records"].as_array().unwrap().iter().map(sequence).collect();
        let mut deliveries = self.0.lock().unwrap();
        let fails = |batch: &Vec<String>| batch.iter().any(|sequence| sequence == FAILS);
        let before = deliveries.iter().filter(|batch| fails(batch)).count();
        deliveries.push(batch.clone());
        fails(&batch).then_some(before)
    }
}

#[tokio::test]
async fn what_a_subscriber_fails_at_three_times_keeps_its_order_and_is_done_once() {
    let deliveries = Deliveries::default();
    let platform = TestPlatform::setup().seeded().around(deliveries.around()).retry_after(Duration::from_millis(5));
    let people = People::at(platform.start().await).await;
    let training = people.book(&hour(3, 14), &people.adam).await;
    for at in [15, 16, 17] {
        let moved =
            people.send("PUT", &format!("{training}/reschedule"), &people.adam, json!({"time": hour(3, at)})).await;
        assert_eq!(moved.status, 204);
    }
    people.call("DELETE", &training, &people.adam).send().await;
    people.platform.platform.quiet().await.unwrap();

    let (first, second) = ("0000000001.000".to_owned(), FAILS.to_owned());
    let delivered: Vec<_> = deliveries.0.lock().unwrap().concat();
    let expected = ["0000000003.000", "0000000004.000", "0000000005.000"].map(ToOwned::to_owned);
    assert_eq!(delivered, [vec![first], vec![second; TIMES + 1], expected.to_vec()].concat());
    let report = people.get("/api/trainer/report?month=2027-03", &people.trainer).await.json();
    assert_eq!(
        (&report["standing"], &report["moved"], &report["canceledByAttendee"]),
        (&json!(0), &json!(3), &json!(1)),
        "{report}"
    );
}
