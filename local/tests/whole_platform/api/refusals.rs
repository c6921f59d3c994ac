//! Each refusal of the business over HTTP, with its status and its slug.

use jiff::SignedDuration;
use local::Claims;
use serde_json::{Value, json};

use super::people::{People, hour};

/// Expects a refusal, and that it is told with status and slug.
async fn refused(people: &People, (method, path): (&str, &str), token: &str, body: Value, status: u16, slug: &str) {
    let answer = people.send(method, path, token, body).await;
    assert_eq!(answer.problem(), (status, slug.to_owned()), "{method} {path}: {}", answer.text());
}

#[tokio::test]
async fn hours_outside_the_booking_window() {
    let people = People::meet().await;
    let path = people.book(&hour(5, 14), &people.adam).await;
    let (reschedule, request) = (format!("{path}/reschedule"), format!("{path}/request-reschedule"));
    let calendar = "/api/trainer/calendar/make-hour";
    for (time, slug) in [
        ("2027-03-02T14:30:00Z", "not-full-hour"),
        ("2027-03-01T09:00:00Z", "hour-in-past"),
        ("2027-02-01T14:00:00Z", "hour-in-past"),
        ("2027-04-12T12:00:00Z", "too-distant-date"),
        ("2027-03-02T11:00:00Z", "too-early-hour"),
        ("2027-03-02T21:00:00Z", "too-late-hour"),
    ] {
        let (trainer, adam) = (&people.trainer, &people.adam);
        refused(&people, ("POST", "/api/trainings"), adam, json!({"time": time, "notes": ""}), 422, slug).await;
        for path in [&reschedule, &request] {
            refused(&people, ("PUT", path), adam, json!({"time": time}), 422, slug).await;
        }
        for how in ["available", "unavailable"] {
            let hours = json!({"hours": [hour(1, 14), time]});
            refused(&people, ("PUT", &format!("{calendar}-{how}")), trainer, hours, 422, slug).await;
        }
    }
    assert_eq!(people.hour(&hour(1, 14)).await["available"], json!(true), "all or none");
}

#[tokio::test]
async fn hours_that_cannot_be_set() {
    let people = People::meet().await;
    people.book(&hour(1, 14), &people.adam).await;
    for how in ["available", "unavailable"] {
        let path = ("PUT", format!("/api/trainer/calendar/make-hour-{how}"));
        let path = (path.0, path.1.as_str());
        refused(&people, path, &people.trainer, json!({"hours": [hour(1, 14)]}), 409, "training-scheduled").await;
        let too_many: Vec<_> = (0..64).map(|number| hour(1 + number / 9, 12 + number % 9)).collect();
        refused(&people, path, &people.trainer, json!({"hours": too_many}), 422, "too-many-hours").await;
        let too_many_days: Vec<_> = (0..44).map(|day| hour(day, 14)).collect();
        refused(&people, path, &people.trainer, json!({"hours": too_many_days}), 422, "too-many-hours").await;
    }
}

#[tokio::test]
async fn what_cannot_be_booked() {
    let people = People::meet().await;
    let book = ("POST", "/api/trainings");
    people.book(&hour(1, 14), &people.anna).await;
    refused(&people, book, &people.adam, json!({"time": hour(1, 14), "notes": ""}), 409, "hour-not-available").await;
    refused(&people, book, &people.adam, json!({"time": hour(35, 14), "notes": ""}), 409, "hour-not-available").await;
    let long = "ü".repeat(1001);
    refused(&people, book, &people.adam, json!({"time": hour(1, 15), "notes": long}), 422, "note-too-long").await;
    let poor = people.platform.sign_up("poor@example.com", "Poor").await;
    refused(&people, book, &poor, json!({"time": hour(1, 15), "notes": ""}), 409, "not-enough-credits").await;
    assert_eq!(people.hour(&hour(1, 15)).await["available"], json!(true));
}

#[tokio::test]
async fn what_cannot_be_done_to_a_training() {
    let mut people = People::meet().await;
    let time = hour(1, 14);
    let path = people.book(&time, &people.adam).await;
    let at = |what: &str| format!("{path}/{what}-reschedule");
    let to = json!({"time": hour(2, 14)});

    for what in ["approve", "reject"] {
        refused(&people, ("PUT", &at(what)), &people.trainer, json!({}), 409, "no-reschedule-requested").await;
    }
    people.send("PUT", &at("request"), &people.adam, to.clone()).await;
    refused(&people, ("PUT", &at("approve")), &people.adam, json!({}), 403, "own-proposal").await;
    let long = json!({"time": hour(2, 14), "notes": "ü".repeat(1001)});
    refused(&people, ("PUT", &at("request")), &people.adam, long.clone(), 422, "note-too-long").await;
    refused(&people, ("PUT", &format!("{path}/reschedule")), &people.adam, long, 422, "note-too-long").await;
    let same = json!({"time": time});
    refused(&people, ("PUT", &at("request")), &people.trainer, same.clone(), 409, "hour-not-available").await;
    refused(&people, ("PUT", &format!("{path}/reschedule")), &people.adam, same, 409, "hour-not-available").await;

    people.wait_until(SignedDuration::from_hours(23), &time).await;
    let direct = format!("{path}/reschedule");
    refused(&people, ("PUT", &direct), &people.adam, to.clone(), 409, "too-late-to-reschedule").await;

    let canceled = people.book(&hour(2, 15), &people.adam).await;
    people.call("DELETE", &canceled, &people.adam).send().await;
    people.wait_until(SignedDuration::ZERO, &time).await;
    for (path, slug) in [(&path, "training-begun"), (&canceled, "training-already-canceled")] {
        refused(&people, ("DELETE", path), &people.trainer, json!({}), 409, slug).await;
        refused(&people, ("PUT", &format!("{path}/reschedule")), &people.adam, to.clone(), 409, slug).await;
        refused(&people, ("PUT", &format!("{path}/request-reschedule")), &people.adam, to.clone(), 409, slug).await;
        refused(&people, ("PUT", &format!("{path}/approve-reschedule")), &people.trainer, json!({}), 409, slug).await;
        refused(&people, ("PUT", &format!("{path}/reject-reschedule")), &people.trainer, json!({}), 409, slug).await;
    }
}

#[tokio::test]
async fn a_proposed_hour_that_has_passed_is_not_approved_and_the_proposal_stays() {
    let mut people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    people.send("PUT", &format!("{path}/request-reschedule"), &people.adam, json!({"time": hour(1, 14)})).await;
    people.wait_until(SignedDuration::ZERO, &hour(1, 14)).await;
    let approve = format!("{path}/approve-reschedule");
    refused(&people, ("PUT", &approve), &people.trainer, json!({}), 422, "hour-in-past").await;
    assert_eq!(people.get(&path, &people.adam).await.json()["proposedTime"], json!(hour(1, 14)));
}

#[tokio::test]
async fn nobody_learns_that_anothers_training_exists() {
    let people = People::meet().await;
    let annas = people.book(&hour(1, 14), &people.anna).await;
    let nobodys = "/api/trainings/018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f".to_owned();
    let mut answers = Vec::new();
    for path in [&annas, &nobodys] {
        let to = json!({"time": hour(2, 14)});
        let uuid = path.rsplit('/').next().unwrap().to_owned();
        let mut told = String::new();
        for (method, path, body) in [
            ("GET", path.clone(), None),
            ("DELETE", path.clone(), None),
            ("PUT", format!("{path}/reschedule"), Some(&to)),
            ("PUT", format!("{path}/request-reschedule"), Some(&to)),
            ("PUT", format!("{path}/approve-reschedule"), None),
            ("PUT", format!("{path}/reject-reschedule"), None),
        ] {
            let call = people.call(method, &path, &people.adam);
            let answer = if let Some(body) = body { call.json(body) } else { call }.send().await;
            assert_eq!(answer.problem(), (404, "not-found".into()), "{method} {path}");
            let mut problem = answer.json();
            problem["instance"].take();
            told += &problem.to_string().replace(&uuid, "UUID");
        }
        answers.push(told);
    }
    assert_eq!(answers[0], answers[1], "the answers do not differ");
}

#[tokio::test]
async fn what_cannot_be_listed() {
    let people = People::meet().await;
    for (path, slug) in [
        ("/api/trainer/calendar?dateFrom=2027-03-02&dateTo=2027-03-01", "date-from-after-date-to"),
        ("/api/trainer/calendar?dateFrom=2027-03-01&dateTo=2027-06-01", "range-too-long"),
        ("/api/trainings?from=2027-03-02T00:00:00Z&to=2027-03-01T00:00:00Z", "date-from-after-date-to"),
        ("/api/trainings?from=2027-03-01T00:00:00Z&to=2027-06-01T00:00:01Z", "range-too-long"),
        ("/api/trainings?to=2020-01-01T00:00:00Z", "date-from-after-date-to"),
        ("/api/trainer/calendar/2027-03-02T14:30:00Z", "not-full-hour"),
    ] {
        assert_eq!(people.get(path, &people.adam).await.problem(), (422, slug.into()), "{path}");
    }
    let longest = "/api/trainer/calendar?dateFrom=2027-03-01&dateTo=2027-05-31";
    assert_eq!(people.get(longest, &people.adam).await.json().as_array().unwrap().len(), 92);
}

#[tokio::test]
async fn credits_that_cannot_be_moved() {
    let people = People::meet().await;
    let uuid = people.uuid(&people.adam).await;
    let path = format!("/api/users/{uuid}/credits");
    let corrections = format!("{path}/corrections");
    let trainer = &people.trainer;
    for amount in [0, -1, 101, i64::MAX] {
        refused(&people, ("POST", &path), trainer, json!({"amount": amount, "reason": "x"}), 422, "invalid-amount")
            .await;
    }
    refused(&people, ("POST", &corrections), trainer, json!({"amount": 0, "reason": "x"}), 422, "invalid-amount").await;
    refused(&people, ("POST", &corrections), trainer, json!({"amount": 21, "reason": "x"}), 409, "not-enough-credits")
        .await;
    for path in [&path, &corrections] {
        for reason in ["", "  ", &"x".repeat(501)] {
            refused(&people, ("POST", path), trainer, json!({"amount": 1, "reason": reason}), 422, "invalid-reason")
                .await;
        }
        refused(&people, ("POST", path), trainer, json!({"amount": 1.5, "reason": "x"}), 400, "invalid-field").await;
        refused(&people, ("POST", path), trainer, json!({"amount": "1", "reason": "x"}), 400, "invalid-field").await;
    }
    let nobodys = "/api/users/018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f/credits";
    refused(&people, ("POST", nobodys), trainer, json!({"amount": 1, "reason": "x"}), 404, "not-found").await;
    let corrections = format!("{nobodys}/corrections");
    refused(&people, ("POST", &corrections), trainer, json!({"amount": 1, "reason": "x"}), 404, "not-found").await;
    assert_eq!(people.balance(&people.adam).await, 20);
}

#[tokio::test]
async fn what_is_for_the_other_role() {
    let people = People::meet().await;
    let uuid = people.uuid(&people.adam).await;
    let wrong = |status: u16, slug: String| (status, slug) == (403, "wrong-role".to_owned());
    for (method, path, body) in [
        ("PUT", "/api/trainer/calendar/make-hour-available".to_owned(), json!({"hours": [hour(1, 14)]})),
        ("PUT", "/api/trainer/calendar/make-hour-unavailable".to_owned(), json!({"hours": [hour(1, 14)]})),
        ("POST", format!("/api/users/{uuid}/credits"), json!({"amount": 1, "reason": "x"})),
        ("POST", format!("/api/users/{uuid}/credits/corrections"), json!({"amount": 1, "reason": "x"})),
    ] {
        let (status, slug) = people.send(method, &path, &people.adam, body).await.problem();
        assert!(wrong(status, slug.clone()), "{method} {path}: {status} {slug}");
    }
    for (path, token) in [
        ("/api/users", &people.adam),
        ("/api/trainings?proposals=open", &people.adam),
        ("/api/users/current/credits", &people.trainer),
    ] {
        let (status, slug) = people.get(path, token).await.problem();
        assert!(wrong(status, slug.clone()), "{path}: {status} {slug}");
    }
    let booking = json!({"time": hour(1, 14), "notes": ""});
    let (status, slug) = people.send("POST", "/api/trainings", &people.trainer, booking).await.problem();
    assert!(wrong(status, slug.clone()), "the trainer does not book: {status} {slug}");
}

#[tokio::test]
async fn tokens_that_are_not_a_members_id_token() {
    let people = People::meet().await;
    let claims: Claims = claims_of(&people.adam);
    let with = |changes: &[(&str, Value)]| {
        let mut claims = claims.clone();
        for (name, value) in changes {
            claims.insert((*name).to_owned(), value.clone());
        }
        people.platform.platform.sign(&claims)
    };
    for (token, status, slug) in [
        (with(&[("token_use", json!("access"))]), 401, "wrong-token-use"),
        (with(&[("sub", json!("not-a-uuid"))]), 401, "wrong-token-use"),
        (with(&[("name", json!(" "))]), 401, "wrong-token-use"),
        (with(&[("cognito:groups", json!([]))]), 403, "no-role"),
        (with(&[("cognito:groups", json!(["members"]))]), 403, "no-role"),
        (with(&[("cognito:groups", json!(["trainers"]))]), 403, "no-role"),
        (with(&[("cognito:groups", json!(["attendee", "trainer"]))]), 403, "no-role"),
    ] {
        for (method, path) in [
            ("GET", "/api/users/current"),
            ("GET", "/api/trainings"),
            ("DELETE", "/api/trainings/018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f"),
        ] {
            let answer = people.call(method, path, &token).send().await;
            assert_eq!(answer.problem(), (status, slug.to_owned()), "{method} {path}");
        }
    }
    assert_eq!(
        people.get("/api/users/current", &with(&[("cognito:groups", json!(["x", "attendee"]))])).await.status,
        200
    );
}

pub(super) fn claims_of(token: &str) -> Claims {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// A busy table is told as such: nothing is lost, and the log says what it was.
#[tokio::test]
async fn a_busy_table() {
    use crate::support::{Fault, TestPlatform, Wire};
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };
    let busy = Arc::new(AtomicBool::new(false));
    let is_busy = Arc::clone(&busy);
    let wire = Wire::broken(move |_| if is_busy.load(Ordering::SeqCst) { Fault::Throttled } else { Fault::None });
    let platform = TestPlatform::setup().seeded().wire(&wire).start().await;
    let people = People::at(platform).await;
    busy.store(true, Ordering::SeqCst);
    let command = people.send("POST", "/api/trainings", &people.adam, json!({"time": hour(1, 14), "notes": ""})).await;
    let query = people.get("/api/trainings", &people.adam).await;
    for answer in [command, query] {
        assert_eq!(answer.problem(), (503, "try-again".into()));
        assert_eq!(answer.header("retry-after"), Some("1"));
        assert!(!answer.text().contains("Throttling"), "a 5xx tells nothing of the inside: {}", answer.text());
    }
    busy.store(false, Ordering::SeqCst);
    people.book(&hour(1, 14), &people.adam).await;
}
