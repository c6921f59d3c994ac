use jiff::SignedDuration;
use local::seed;
use serde_json::{Value, json};

use super::people::{People, hour};

#[tokio::test]
async fn an_account_is_closed_and_everything_of_it_follows() {
    let mut people = People::meet().await;
    let mut trainings = Vec::new();
    for day in 1..=5 {
        trainings.push(people.book(&hour(day, 14), &people.adam).await);
    }
    let canceled_before = people.book(&hour(6, 14), &people.adam).await;
    people.call("DELETE", &canceled_before, &people.adam).send().await;
    people
        .send(
            "PUT",
            &format!("{}/request-reschedule", trainings[4]),
            &people.adam,
            json!({"time": hour(6, 15), "notes": "my back"}),
        )
        .await;
    let posts = [people.post("My knee", &people.adam).await, people.post("My back", &people.adam).await];
    // The first of the five is less than 24 hours ahead: its credit does not come back.
    people.wait_until(SignedDuration::from_hours(3), &hour(1, 14)).await;
    let uuid = people.uuid(&people.adam).await;

    assert_eq!(people.call("DELETE", "/api/users/current", &people.adam).send().await.status, 204);
    people.platform.platform.quiet().await.unwrap();

    for (day, path) in (1..=5).zip(&trainings) {
        assert_eq!(
            people.get(&format!("/api/trainer/calendar/{}", hour(day, 14)), &people.trainer).await.json()["available"],
            json!(true)
        );
        let training = people.get(path, &people.trainer).await.json();
        assert_eq!(
            (&training["status"], &training["canceledBy"]),
            (&json!("canceled"), &json!("system")),
            "{training}"
        );
        assert_eq!((&training["user"], &training["notes"]), (&Value::Null, &json!("")), "{training}");
    }
    let training = people.get(&canceled_before, &people.trainer).await.json();
    assert_eq!((&training["user"], &training["notes"]), (&Value::Null, &json!("")), "cleared wherever they were kept");
    let users = people.get("/api/users", &people.trainer).await.json();
    assert!(users["users"].as_array().unwrap().iter().all(|user| user["uuid"] != json!(uuid)));
    for path in &posts {
        assert_eq!(people.get(path, &people.trainer).await.problem(), (404, "not-found".into()));
    }
    let scan = async |table: &str| {
        let table = people.platform.platform.table(table).unwrap();
        people.platform.platform.dynamodb().scan().table_name(table).send().await.unwrap().items.unwrap()
    };
    for table in ["WorkoutsTable", "CommunityTable", "ReportsTable"] {
        let left = format!("{:?}", scan(table).await).to_lowercase();
        for gone in ["adam", "my back", "knee"] {
            assert!(!left.contains(gone), "no name, no note and no post is left in {table}");
        }
    }
    let items = scan("WorkoutsTable").await;
    let account = items
        .iter()
        .find(|item| item["pk"].as_s().unwrap() == &format!("CREDITS#{uuid}") && item["sk"].as_s().unwrap() == "STATE");
    assert_eq!(account.unwrap()["balance"].as_n().unwrap(), "19", "20, less the one that was less than 24 hours ahead");
}

#[tokio::test]
async fn nothing_is_done_or_told_for_a_deactivated_account() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    let uuid = people.uuid(&people.adam).await;
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    let again = people.platform.sign_in(seed::ATTENDEES[0]).await;
    let refused = (403, "account-deactivated".to_owned());
    for (method, path, body) in [
        ("POST", "/api/trainings".to_owned(), json!({"time": hour(2, 15), "notes": ""})),
        ("DELETE", path.clone(), json!({})),
        ("PUT", format!("{path}/reschedule"), json!({"time": hour(2, 15)})),
        ("PUT", format!("{path}/request-reschedule"), json!({"time": hour(2, 15)})),
        ("PUT", format!("{path}/approve-reschedule"), json!({})),
        ("PUT", format!("{path}/reject-reschedule"), json!({})),
        ("DELETE", "/api/users/current".to_owned(), json!({})),
    ] {
        assert_eq!(people.send(method, &path, &again, body).await.problem(), refused, "{method} {path}");
    }
    for path in [
        "/api/users/current",
        "/api/users/current/credits",
        "/api/trainings",
        path.as_str(),
        "/api/trainer/calendar?dateFrom=2027-03-01&dateTo=2027-03-02",
        "/api/trainer/calendar/2027-03-02T14:00:00Z",
    ] {
        assert_eq!(people.get(path, &again).await.problem(), refused, "{path}");
    }
    let credits = format!("/api/users/{uuid}/credits");
    for path in [credits.clone(), format!("{credits}/corrections")] {
        let answer = people.send("POST", &path, &people.trainer, json!({"amount": 1, "reason": "gift"})).await;
        assert_eq!(answer.problem(), refused, "{path}");
    }
    people.book(&hour(3, 15), &people.anna).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_training_that_was_booked_in_the_same_moment_is_missed() {
    for round in 0..4 {
        let people = People::meet().await;
        let body = |at| json!({"time": hour(2, at), "notes": ""});
        let bookings = futures_util::future::join_all(
            (12..=16).map(|at| people.send("POST", "/api/trainings", &people.adam, body(at))),
        );
        let deactivation = async {
            for _ in 0..round * 20 {
                tokio::task::yield_now().await;
            }
            people.call("DELETE", "/api/users/current", &people.adam).send().await
        };
        let (bookings, deactivation) = tokio::join!(bookings, deactivation);
        assert_eq!(deactivation.status, 204);
        for booking in bookings.iter().filter(|booking| booking.status != 204) {
            assert_eq!(booking.problem(), (403, "account-deactivated".into()));
        }
        people.platform.platform.quiet().await.unwrap();
        let left = people.get("/api/trainings", &people.trainer).await.json();
        assert_eq!(
            left["trainings"],
            json!([]),
            "{} had been booked",
            bookings.iter().filter(|booking| booking.status == 204).count()
        );
        for at in 12..=16 {
            let hour = people.get(&format!("/api/trainer/calendar/{}", hour(2, at)), &people.trainer).await.json();
            assert_eq!(hour["available"], json!(true));
        }
    }
}

#[tokio::test]
async fn what_a_deactivated_user_still_holds_is_for_the_system_to_cancel() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    people.platform.platform.pause("cancel-trainings-of-deactivated-user").await.unwrap();
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    let refused = (403, "account-deactivated".to_owned());
    assert_eq!(people.call("DELETE", &path, &people.trainer).send().await.problem(), refused);
    let to = json!({"time": hour(2, 15)});
    assert_eq!(people.send("PUT", &format!("{path}/reschedule"), &people.trainer, to).await.problem(), refused);
    people.platform.platform.resume("cancel-trainings-of-deactivated-user").unwrap();
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(people.get(&path, &people.trainer).await.json()["canceledBy"], json!("system"));
}
