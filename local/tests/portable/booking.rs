//! Booking, moving and canceling.

use serde_json::{Value, json};

use crate::stage::on_stage;

#[tokio::test]
async fn one_side_proposes_another_time_and_the_other_agrees() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 1).await;
        let [first, second] = stage.open().await;
        let path = stage.book(&first, &adam.token).await;
        let proposal = json!({"time": second, "notes": "bring shoes"});
        stage.done("PUT", &format!("{path}/request-reschedule"), &stage.trainer.token, proposal).await;
        let own = stage.send("PUT", &format!("{path}/approve-reschedule"), &stage.trainer.token, json!({})).await;
        assert_eq!(own.problem(), (403, "own-proposal".into()));
        let open = stage.get("/api/trainings?proposals=open&limit=100", &adam.token).await;
        assert_eq!(open.problem(), (403, "wrong-role".into()));
        stage.done("PUT", &format!("{path}/approve-reschedule"), &adam.token, json!({})).await;
        let training = stage.get(&path, &stage.trainer.token).await.json();
        assert_eq!((&training["time"], &training["notes"]), (&json!(second), &json!("bring shoes")));
        assert!(stage.is_available(&first).await && !stage.is_available(&second).await);
    })
    .await;
}

#[tokio::test]
async fn a_proposal_is_rejected_and_the_training_stays() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 1).await;
        let [first, second] = stage.open().await;
        let path = stage.book(&first, &adam.token).await;
        stage.done("PUT", &format!("{path}/request-reschedule"), &adam.token, json!({"time": second})).await;
        stage.done("PUT", &format!("{path}/reject-reschedule"), &stage.trainer.token, json!({})).await;
        let training = stage.get(&path, &adam.token).await.json();
        assert_eq!((&training["time"], training.get("proposedTime")), (&json!(first), None));
    })
    .await;
}

#[tokio::test]
async fn a_training_is_moved_directly_a_day_or_more_ahead() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 1).await;
        let [first, second] = stage.open().await;
        let path = stage.book(&first, &adam.token).await;
        stage.done("PUT", &format!("{path}/reschedule"), &adam.token, json!({"time": second})).await;
        assert_eq!(stage.get(&path, &adam.token).await.json()["time"], json!(second));
        assert_eq!(stage.balance(&adam.token).await, 0, "moving costs nothing");
    })
    .await;
}

#[tokio::test]
async fn of_many_who_book_one_hour_at_the_same_moment_one_gets_it() {
    on_stage(async |stage| {
        let [hour] = stage.open().await;
        let mut people = Vec::new();
        for name in ["Adam", "Anna", "Bert"] {
            people.push(stage.attendee(name, 1).await);
        }
        let body = json!({"time": hour, "notes": ""});
        let bookings = people.iter().map(|one| stage.send("POST", "/api/trainings", &one.token, body.clone()));
        let answers = futures_util::future::join_all(bookings).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 204);
        assert_eq!(won.len(), 1);
        for loser in lost {
            assert_eq!(loser.problem(), (409, "hour-not-available".into()));
        }
        let mut balances = Vec::new();
        for one in &people {
            balances.push(stage.balance(&one.token).await);
        }
        balances.sort_unstable();
        assert_eq!(balances, [0, 1, 1], "who did not get it has not paid");
    })
    .await;
}

#[tokio::test]
async fn the_same_key_books_once_and_never_something_else() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 3).await;
        let [first, second] = stage.open().await;
        let book = async |time: &str| {
            let call = stage.call("POST", "/api/trainings").token(&adam.token).header("idempotency-key", "once");
            call.json(&json!({"time": time, "notes": ""})).send().await
        };
        let (one, again) = (book(&first).await, book(&first).await);
        assert_eq!((one.status, again.status), (204, 204));
        assert_eq!(one.header("content-location"), again.header("content-location"));
        assert_eq!(stage.balance(&adam.token).await, 2);
        assert_eq!(book(&second).await.problem(), (422, "idempotency-key-reused".into()));
    })
    .await;
}

#[tokio::test]
async fn lists_and_statement_come_page_by_page() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 3).await;
        let hours: [String; 3] = stage.open().await;
        for hour in &hours {
            stage.book(hour, &adam.token).await;
        }
        let mut times = Vec::new();
        let mut path = "/api/trainings?limit=2".to_owned();
        loop {
            let page = stage.get(&path, &adam.token).await.json();
            times.extend(page["trainings"].as_array().unwrap().iter().map(|one| one["time"].clone()));
            match page["nextCursor"].as_str() {
                Some(cursor) => path = format!("/api/trainings?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(times, hours.map(Value::from));
        let statement = stage.get("/api/users/current/credits?limit=3", &adam.token).await.json();
        let balances = |page: &Value| -> Vec<Value> {
            page["entries"].as_array().unwrap().iter().map(|entry| entry["balance"].clone()).collect()
        };
        assert_eq!(balances(&statement), [json!(0), json!(1), json!(2)]);
        let cursor = statement["nextCursor"].as_str().unwrap();
        let rest = stage.get(&format!("/api/users/current/credits?cursor={cursor}"), &adam.token).await.json();
        assert_eq!((balances(&rest), &rest["nextCursor"]), (vec![json!(3)], &Value::Null));
    })
    .await;
}
