//! What is not understood is refused, and first.

use serde_json::{Value, json};

use super::people::{People, hour};

const BOOK: (&str, &str) = ("POST", "/api/trainings");

#[tokio::test]
async fn a_body_is_json_of_bounded_size_with_known_fields_of_the_right_types() {
    let people = People::meet().await;
    let book = async |content_type: &str, body: Vec<u8>| {
        people.call(BOOK.0, BOOK.1, &people.adam).body(content_type, body).send().await
    };
    let time = hour(1, 14);
    let json = |body: Value| body.to_string().into_bytes();
    let good = json(json!({"time": time, "notes": ""}));
    let of_size = |bytes: usize| {
        let mut body = good.clone();
        body.resize(bytes, b' ');
        body
    };
    for (content_type, body, problem) in [
        ("text/plain", good.clone(), (415, "not-json")),
        ("application/xml", good.clone(), (415, "not-json")),
        ("application/json; charset=latin1", good.clone(), (415, "not-json")),
        ("application/json", of_size(64 * 1024 + 1), (413, "body-too-large")),
        ("application/json", Vec::new(), (400, "malformed-json")),
        ("application/json", b"{\"time\": ".to_vec(), (400, "malformed-json")),
        ("application/json", b"{\"time\": \"\xff\", \"notes\": \"\"}".to_vec(), (400, "malformed-json")),
        ("application/json", json(json!([])), (400, "invalid-field")),
        ("application/json", json(json!("text")), (400, "invalid-field")),
        ("application/json", json(json!({"time": time})), (400, "invalid-field")),
        ("application/json", json(json!({"time": time, "notes": 1})), (400, "invalid-field")),
        ("application/json", json(json!({"time": time, "notes": null})), (400, "invalid-field")),
        ("application/json", json(json!({"time": 1, "notes": ""})), (400, "invalid-field")),
        ("application/json", json(json!({"time": "tomorrow", "notes": ""})), (400, "invalid-field")),
        ("application/json", json(json!({"time": "2027-03-02 14:00:00Z", "notes": ""})), (400, "invalid-field")),
        ("application/json", json(json!({"time": time, "notes": "", "user": "x"})), (400, "unknown-field")),
        (
            "application/json",
            format!(r#"{{"notes": "", "time": "{time}", "notes": ""}}"#).into_bytes(),
            (400, "invalid-field"),
        ),
    ] {
        let answer = book(content_type, body).await;
        assert_eq!(answer.problem(), (problem.0, problem.1.to_owned()), "{}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    assert_eq!(people.balance(&people.adam).await, 20);
    for content_type in ["application/json", "Application/JSON; Charset=\"UTF-8\""] {
        let answer = book(content_type, of_size(64 * 1024)).await;
        assert!([204, 409].contains(&answer.status), "{content_type}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_field_that_is_wrong_is_pointed_at() {
    let people = People::meet().await;
    let body = json!({"hours": [hour(1, 14), "noon"]});
    let answer = people.send("PUT", "/api/trainer/calendar/make-hour-available", &people.trainer, body).await.json();
    assert_eq!(answer["errors"][0]["pointer"], json!("/hours/1"));
    let body = json!({"hours": [hour(1, 14)], "days": []});
    let answer = people.send("PUT", "/api/trainer/calendar/make-hour-available", &people.trainer, body).await.json();
    assert_eq!(answer["errors"][0]["pointer"], json!("/days"));
    let answer =
        people.send("PUT", "/api/trainer/calendar/make-hour-available", &people.trainer, json!({})).await.json();
    assert_eq!(answer["errors"][0]["pointer"], json!("/hours"));
}

#[tokio::test]
async fn a_problem_tells_all_that_rfc_9457_asks_for() {
    let people = People::meet().await;
    let body = json!({"time": hour(1, 11), "notes": ""});
    let answer = people
        .call("POST", "/api/trainings", &people.adam)
        .header("x-correlation-id", "my-id")
        .json(&body)
        .send()
        .await;
    let mut problem = answer.json();
    let instance = problem["instance"].take();
    assert!(instance.as_str().unwrap().starts_with("urn:request:"), "{instance}");
    assert_eq!(
        problem,
        json!({
            "type": "urn:problem:wild-workouts:too-early-hour", "title": "Too early in the day", "status": 422,
            "detail": "too early hour, the first one starts at 12:00 UTC, provided: 2027-03-02T11:00:00Z",
            "slug": "too-early-hour", "instance": null,
        })
    );
    assert_eq!(answer.header("x-correlation-id"), Some("my-id"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn parameters_are_known_single_and_understood() {
    let people = People::meet().await;
    for path in [
        "/api/trainings?form=2027-03-02T14:00:00Z",
        "/api/trainings?from=yesterday",
        "/api/trainings?from=2027-03-02",
        "/api/trainings?limit=0",
        "/api/trainings?limit=101",
        "/api/trainings?limit=-1",
        "/api/trainings?limit=%2B5",
        "/api/trainings?limit=ten",
        "/api/trainings?limit=",
        "/api/trainings?limit=1&limit=2",
        "/api/trainings?status=canceled",
        "/api/trainings?proposals=all",
        "/api/trainings?cursor=nonsense",
        "/api/trainings?cursor=",
        "/api/trainings/not-a-uuid",
        "/api/trainings/018f2d0c7b1a7cc098c4dc0c0c07398f",
        "/api/trainings/018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f?x=1",
        "/api/trainer/calendar",
        "/api/trainer/calendar?dateFrom=2027-03-02",
        "/api/trainer/calendar?dateFrom=2027-03-02&dateTo=2027-02-30",
        "/api/trainer/calendar?dateFrom=2027-03-02&dateTo=2027-3-3",
        "/api/trainer/calendar/2027-03-02",
        "/api/trainer/calendar/now",
        "/api/users/current?x",
        "/api/users/current/credits?cursor=MTI",
        "/api/users?limit=1e1",
    ] {
        // A user list is the trainer's; what is not understood is refused before who asks.
        let answer = people.get(path, &people.adam).await;
        assert_eq!(answer.problem(), (400, "invalid-parameter".into()), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_is_not_understood_is_refused_before_who_asks_and_that_before_values() {
    let people = People::meet().await;
    let hours = |hours: Value| json!({"hours": hours});
    let path = "/api/trainer/calendar/make-hour-available";
    let as_attendee = async |body: Value| people.send("PUT", path, &people.adam, body).await.problem();
    assert_eq!(as_attendee(hours(json!(["noon"]))).await, (400, "invalid-field".into()));
    assert_eq!(as_attendee(hours(json!([]))).await, (400, "invalid-field".into()));
    assert_eq!(as_attendee(hours(json!(["2027-03-02T14:30:00Z"]))).await, (403, "wrong-role".into()));
    let as_trainer = async |body: Value| people.send("PUT", path, &people.trainer, body).await.problem();
    assert_eq!(as_trainer(hours(json!(["2027-03-02T14:30:00Z"]))).await, (422, "not-full-hour".into()));
    // The value before the state: this training does not exist, and the hour has passed.
    let nobodys = "/api/trainings/018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f/reschedule";
    let past = people.send("PUT", nobodys, &people.adam, json!({"time": "2020-03-02T14:00:00Z"})).await;
    assert_eq!(past.problem(), (422, "hour-in-past".into()));
    // The hour before the credits.
    let uuid = people.uuid(&people.anna).await;
    let corrections = format!("/api/users/{uuid}/credits/corrections");
    people.send("POST", &corrections, &people.trainer, json!({"amount": 20, "reason": "slip"})).await;
    people.book(&hour(1, 14), &people.adam).await;
    let booking = people.send("POST", "/api/trainings", &people.anna, json!({"time": hour(1, 14), "notes": ""})).await;
    assert_eq!(booking.problem(), (409, "hour-not-available".into()));
}

#[tokio::test]
async fn commands_without_fields_take_no_fields() {
    let people = People::meet().await;
    let path = people.book(&hour(1, 14), &people.adam).await;
    let refused = people.send("DELETE", &path, &people.adam, json!({"force": true})).await;
    assert_eq!(refused.problem(), (400, "unknown-field".into()));
    let canceled = people.send("DELETE", &path, &people.adam, json!({})).await;
    assert_eq!(canceled.status, 204);
}

#[tokio::test]
async fn what_follows_from_a_request_can_be_joined_to_it() {
    let people = People::meet().await;
    let parent = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
    let booking = people.call("POST", "/api/trainings", &people.adam).header("x-correlation-id", "my-id");
    let booking = booking.header("traceparent", parent).json(&json!({"time": hour(1, 14), "notes": ""})).send().await;
    let uuid = booking.header("content-location").unwrap().rsplit('/').next().unwrap().to_owned();
    let (platform, table) = (&people.platform.platform, people.platform.platform.table("WorkoutsTable").unwrap());
    let items = platform.dynamodb().scan().table_name(table).send().await.unwrap().items.unwrap();
    let is_commit = |pk: &str, sk: &str| pk.ends_with(&format!("#TRAINING#{uuid}")) && sk.starts_with("COMMIT#");
    let commit = items.iter().find(|item| is_commit(item["pk"].as_s().unwrap(), item["sk"].as_s().unwrap())).unwrap();
    let event = commit["events"].as_l().unwrap()[0].as_m().unwrap();
    assert_eq!(event["correlationid"].as_s().unwrap(), "my-id");
    assert_eq!(event["traceparent"].as_s().unwrap(), parent);
}

#[tokio::test]
async fn commands_take_no_parameters() {
    let people = People::meet().await;
    let booking = json!({"time": hour(1, 14), "notes": ""});
    let refused = people.send("POST", "/api/trainings?dryRun=true", &people.adam, booking).await;
    assert_eq!(refused.problem(), (400, "invalid-parameter".into()));
    let path = people.book(&hour(1, 14), &people.adam).await;
    let refused = people.call("DELETE", &format!("{path}?dryRun=true"), &people.adam).send().await;
    assert_eq!(refused.problem(), (400, "invalid-parameter".into()));
}

#[tokio::test]
async fn a_forged_cursor_gives_nothing_and_breaks_nothing() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let people = People::meet().await;
    let nobody = "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f";
    for name in ["\u{10ffff}".to_owned(), "\u{10fffe}".to_owned(), "x".repeat(2000), "x".repeat(900), "\0".to_owned()] {
        let cursor = URL_SAFE_NO_PAD.encode(format!("{nobody} {name}"));
        let answer = people.get(&format!("/api/users?cursor={cursor}"), &people.trainer).await;
        assert!([200, 400].contains(&answer.status), "{name:?}: {}", answer.text());
    }
    for text in ["9999-12-31T23:00:00Z", "0000-01-01T00:00:00Z"] {
        let cursor = URL_SAFE_NO_PAD.encode(format!("{text} {nobody}"));
        let answer = people.get(&format!("/api/trainings?cursor={cursor}"), &people.adam).await;
        assert_eq!(answer.json()["nextCursor"], Value::Null, "{text}: {}", answer.text());
    }
    for text in [format!("{} 0", u64::MAX), "0 0".to_owned(), format!("1 {}", u32::MAX)] {
        let answer = people
            .get(&format!("/api/users/current/credits?cursor={}", URL_SAFE_NO_PAD.encode(text)), &people.adam)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

#[tokio::test]
async fn odd_headers_and_queries_are_answered_like_any_other() {
    let people = People::meet().await;
    let odd = people.call("GET", "/api/users/current", &people.adam).header("x-correlation-id", "a b<c>").send().await;
    assert_eq!(odd.status, 200);
    assert_ne!(odd.header("x-correlation-id"), Some("a b<c>"), "what is odd does not reach the log");
    for path in [
        "/api/trainings?from=%FF",
        "/api/trainings?from=%00",
        "/api/trainings?from=%zz",
        "/api/trainings?%22=%7C",
        "/api/trainings/%2e%2e%2f",
    ] {
        let answer = people.get(path, &people.adam).await;
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
}
