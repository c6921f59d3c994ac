//! How often each function waits for DynamoDB. Calls made at the same time count as one.

use serde_json::{Value, json};

use super::people::{People, hour};
use crate::support::{Answer, TestPlatform, Wire};

struct Measured {
    people: People,
    wire: Wire,
}

impl Measured {
    async fn start() -> Self {
        let wire = Wire::sound();
        let platform = TestPlatform::setup().seeded().wire(&wire).start().await;
        // What follows from a command by events is not the command's.
        platform.platform.quiet().await.unwrap();
        platform.platform.pause("relay-messages").await.unwrap();
        Self { people: People::at(platform).await, wire }
    }

    /// Expects a call to be answered well with just these operations, in so many round trips.
    async fn expect(
        &self,
        what: &str,
        operations: &[&str],
        round_trips: usize,
        call: impl Future<Output = Answer>,
    ) -> Answer {
        self.wire.clear();
        let answer = call.await;
        assert!(answer.status < 300, "{what}: {} {}", answer.status, answer.text());
        assert_eq!(self.wire.calls(), operations, "{what}");
        assert_eq!(self.wire.round_trips(), round_trips, "{what}");
        answer
    }
}

const LOAD: &str = "BatchGetItem";
const COMMIT: &str = "TransactWriteItems";

#[tokio::test]
async fn a_command_reads_once_or_twice_and_commits_once() {
    let measured = Measured::start().await;
    let people = &measured.people;
    let (trainer, adam) = (&people.trainer, &people.adam);
    let uuid = people.uuid(adam).await;
    let hours = json!({"hours": (12..=20).map(|at| hour(33, at)).collect::<Vec<_>>()});
    let calendar = "/api/trainer/calendar/make-hour";

    let once: &[&str] = &[LOAD, COMMIT];
    let twice: &[&str] = &[LOAD, LOAD, COMMIT];
    let send = |method, path: String, token, body: Value| async move { people.send(method, &path, token, body).await };
    measured
        .expect("make-hours-available", once, 2, send("PUT", format!("{calendar}-available"), trainer, hours.clone()))
        .await;
    measured
        .expect(
            "make-hours-unavailable",
            once,
            2,
            send("PUT", format!("{calendar}-unavailable"), trainer, hours.clone()),
        )
        .await;
    measured
        .expect("setting what is set", &[LOAD], 1, send("PUT", format!("{calendar}-unavailable"), trainer, hours))
        .await;
    let gift = json!({"amount": 1, "reason": "gift"});
    measured
        .expect("grant-credits", once, 2, send("POST", format!("/api/users/{uuid}/credits"), trainer, gift.clone()))
        .await;
    measured
        .expect(
            "take-back-credits",
            once,
            2,
            send("POST", format!("/api/users/{uuid}/credits/corrections"), trainer, gift),
        )
        .await;

    let booking = json!({"time": hour(2, 14), "notes": "knee"});
    let booked =
        measured.expect("schedule-training", once, 2, send("POST", "/api/trainings".into(), adam, booking)).await;
    let path = booked.header("content-location").unwrap().to_owned();
    let to = |at| json!({"time": hour(2, at)});
    measured
        .expect("request-training-reschedule", once, 2, send("PUT", format!("{path}/request-reschedule"), adam, to(15)))
        .await;
    measured
        .expect(
            "reject-training-reschedule",
            once,
            2,
            send("PUT", format!("{path}/reject-reschedule"), adam, json!({})),
        )
        .await;
    measured.expect("reschedule-training", twice, 3, send("PUT", format!("{path}/reschedule"), adam, to(16))).await;
    people.send("PUT", &format!("{path}/request-reschedule"), adam, to(17)).await;
    measured
        .expect(
            "approve-training-reschedule",
            twice,
            3,
            send("PUT", format!("{path}/approve-reschedule"), trainer, json!({})),
        )
        .await;
    measured.expect("cancel-training", twice, 3, send("DELETE", path, adam, json!({}))).await;
    people.book(&hour(2, 17), &people.anna).await;

    let post = json!({"title": "Hello", "body": "I am new here."});
    for token in [adam, trainer] {
        measured.expect("publish-post", once, 2, send("POST", "/api/posts".into(), token, post.clone())).await;
    }

    let user = json!({"email": "new@example.com", "password": "wild-workouts", "name": "New"});
    let sign_up = async { people.platform.call("POST", "/local/sign-up").json(&user).send().await };
    measured.expect("register-attendee", once, 2, sign_up).await;

    // Before a command under a key is refused, the inbox is asked whether its twin did what stands in its way.
    let refused = people.call("POST", "/api/trainings", adam).header("idempotency-key", "b");
    measured.wire.clear();
    let refused = refused.json(&json!({"time": hour(2, 17), "notes": ""})).send().await;
    assert_eq!(refused.problem(), (409, "hour-not-available".into()));
    assert_eq!(measured.wire.calls(), [LOAD, "TransactGetItems"]);

    // A command that was carried out before is recognised by the first read.
    let keyed = || {
        people
            .call("POST", "/api/trainings", adam)
            .header("idempotency-key", "a")
            .json(&json!({"time": hour(3, 14), "notes": ""}))
    };
    measured.expect("schedule-training with a key", once, 2, keyed().send()).await;
    measured.expect("the same again", &[LOAD], 1, keyed().send()).await;

    measured.expect("deactivate-account", once, 2, send("DELETE", "/api/users/current".into(), adam, json!({}))).await;
}

#[tokio::test]
async fn a_query_reads_once() {
    let measured = Measured::start().await;
    let people = &measured.people;
    let (trainer, adam) = (&people.trainer, &people.adam);
    let path = people.book(&hour(2, 14), adam).await;
    let post = people.post("Hello", adam).await;
    let posts = format!("/api/users/{}/posts", people.uuid(adam).await);
    // An attendee's account is looked up at the same time: nothing is told to a deactivated one.
    let own_get: &[&str] = &["GetItem", "GetItem"];
    let own_query: &[&str] = &["GetItem", "Query"];
    let own_both: &[&str] = &["GetItem", "Query", "Query"];
    let (get, query, both): (&[&str], &[&str], &[&str]) = (&["GetItem"], &["Query"], &["Query", "Query"]);
    for (what, operations, path, token) in [
        ("training", own_get, path.as_str(), adam),
        ("trainings", own_query, "/api/trainings", adam),
        ("trainings, canceled too", own_both, "/api/trainings?status=all", adam),
        ("trainings of the trainer", query, "/api/trainings", trainer),
        ("trainings of the trainer, canceled too", both, "/api/trainings?status=all", trainer),
        ("open proposals", query, "/api/trainings?proposals=open", trainer),
        ("available-hours", own_query, "/api/trainer/calendar?dateFrom=2027-03-01&dateTo=2027-05-31", adam),
        ("hour-availability", own_get, "/api/trainer/calendar/2027-03-02T14:00:00Z", adam),
        ("current-user", get, "/api/users/current", adam),
        ("users", query, "/api/users", trainer),
        ("monthly-report", get, "/api/trainer/report?month=2027-03", trainer),
        ("credits-statement", own_query, "/api/users/current/credits", adam),
        ("post", own_get, post.as_str(), adam),
        ("post for the trainer", get, post.as_str(), trainer),
        ("posts", own_query, posts.as_str(), adam),
        ("posts for the trainer", query, posts.as_str(), trainer),
    ] {
        measured.expect(what, operations, 1, people.get(path, token)).await;
    }
    measured.expect("current-user of the trainer", &[], 0, people.get("/api/users/current", trainer)).await;
}

#[tokio::test]
async fn a_refusal_that_needs_no_state_reads_nothing() {
    let measured = Measured::start().await;
    let people = &measured.people;
    measured.wire.clear();
    people.send("POST", "/api/trainings", &people.adam, json!({"time": "noon"})).await;
    people.send("POST", "/api/trainings", &people.trainer, json!({"time": hour(1, 14), "notes": ""})).await;
    people.send("POST", "/api/trainings", &people.adam, json!({"time": hour(1, 14), "notes": "x".repeat(1001)})).await;
    assert_eq!(measured.wire.calls(), Vec::<String>::new());
}
