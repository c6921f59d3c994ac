//! `Idempotency-Key`.

use serde_json::{Value, json};

use super::people::{People, hour};
use crate::support::Answer;

async fn keyed(people: &People, key: &str, method: &str, path: &str, token: &str, body: &Value) -> Answer {
    people.call(method, path, token).header("Idempotency-Key", key).json(body).send().await
}

#[tokio::test]
async fn the_same_key_and_request_are_answered_as_the_first_time() {
    let people = People::meet().await;
    let body = json!({"time": hour(1, 14), "notes": "knee"});
    let first = keyed(&people, "a", "POST", "/api/trainings", &people.adam, &body).await;
    let again = keyed(&people, "a", "POST", "/api/trainings", &people.adam, &body).await;
    assert_eq!((first.status, again.status), (204, 204));
    assert_eq!(first.header("content-location"), again.header("content-location"));
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn the_same_key_for_anything_else_is_refused() {
    let people = People::meet().await;
    let body = json!({"time": hour(1, 14), "notes": "knee"});
    let first = keyed(&people, "a", "POST", "/api/trainings", &people.adam, &body).await;
    let path = first.header("content-location").unwrap();
    let refused = (422, "idempotency-key-reused".to_owned());
    let other = json!({"time": hour(1, 15), "notes": "knee"});
    assert_eq!(keyed(&people, "a", "POST", "/api/trainings", &people.adam, &other).await.problem(), refused);
    assert_eq!(
        keyed(&people, "a", "PUT", &format!("{path}/reschedule"), &people.adam, &other).await.problem(),
        refused
    );
    // The same JSON in other bytes is another request.
    let spaced = people.call("POST", "/api/trainings", &people.adam).header("idempotency-key", "a");
    assert_eq!(spaced.body("application/json", format!(" {body}")).send().await.problem(), refused);
    assert_eq!(people.balance(&people.adam).await, 19);
}

#[tokio::test]
async fn a_key_belongs_to_its_caller() {
    let people = People::meet().await;
    let adams =
        keyed(&people, "a", "POST", "/api/trainings", &people.adam, &json!({"time": hour(1, 14), "notes": ""})).await;
    let annas =
        keyed(&people, "a", "POST", "/api/trainings", &people.anna, &json!({"time": hour(1, 15), "notes": ""})).await;
    assert_eq!((adams.status, annas.status), (204, 204));
}

#[tokio::test]
async fn after_a_refusal_the_key_is_free() {
    let people = People::meet().await;
    people.book(&hour(1, 14), &people.anna).await;
    let refused =
        keyed(&people, "a", "POST", "/api/trainings", &people.adam, &json!({"time": hour(1, 14), "notes": ""})).await;
    assert_eq!(refused.problem(), (409, "hour-not-available".into()));
    let other =
        keyed(&people, "a", "POST", "/api/trainings", &people.adam, &json!({"time": hour(1, 15), "notes": ""})).await;
    assert_eq!(other.status, 204);
}

#[tokio::test]
async fn every_command_takes_a_key() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    let uuid = people.uuid(&people.adam).await;
    let hours = json!({"hours": [hour(3, 14)]});
    let commands = [
        ("PUT", "/api/trainer/calendar/make-hour-unavailable".to_owned(), &people.trainer, hours.clone()),
        ("PUT", "/api/trainer/calendar/make-hour-available".to_owned(), &people.trainer, hours),
        ("POST", format!("/api/users/{uuid}/credits"), &people.trainer, json!({"amount": 5, "reason": "gift"})),
        (
            "POST",
            format!("/api/users/{uuid}/credits/corrections"),
            &people.trainer,
            json!({"amount": 2, "reason": "slip"}),
        ),
        ("PUT", format!("{path}/reschedule"), &people.adam, json!({"time": hour(2, 15)})),
        ("PUT", format!("{path}/request-reschedule"), &people.adam, json!({"time": hour(2, 16)})),
        ("PUT", format!("{path}/reject-reschedule"), &people.adam, json!({})),
        ("PUT", format!("{path}/request-reschedule"), &people.adam, json!({"time": hour(2, 17)})),
        ("PUT", format!("{path}/approve-reschedule"), &people.trainer, json!({})),
        ("DELETE", path.clone(), &people.adam, json!({})),
    ];
    for (number, (method, path, token, body)) in commands.iter().enumerate() {
        let key = format!("key-{number}");
        for _ in 0..2 {
            let answer = keyed(&people, &key, method, path, token, body).await;
            assert_eq!(answer.status, 204, "{method} {path}: {}", answer.text());
        }
        // One more space is another body.
        let other = people.call(method, path, token).header("Idempotency-Key", &key);
        let other = other.body("application/json", format!("{body} ")).send().await;
        assert_eq!(other.problem(), (422, "idempotency-key-reused".into()), "{method} {path}");
    }
    assert_eq!(people.balance(&people.adam).await, 23, "20 - 1 booked + 5 - 2 + 1 back");
}

#[tokio::test]
async fn a_key_is_1_to_255_visible_ascii_characters() {
    let people = People::meet().await;
    let body = json!({"hours": [hour(3, 14)]});
    let path = "/api/trainer/calendar/make-hour-available";
    for key in [&"a".repeat(255), "!~#/\\\"'`"] {
        assert_eq!(keyed(&people, key, "PUT", path, &people.trainer, &body).await.status, 204, "{key}");
    }
    for key in [&"a".repeat(256), "", "a b", "a\tb"] {
        let refused = keyed(&people, key, "PUT", path, &people.trainer, &body).await.problem();
        assert_eq!(refused, (400, "invalid-parameter".into()), "{key:?}");
    }
}
