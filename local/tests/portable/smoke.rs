//! The few that tell whether a stack works at all: `deploy/smoke` runs these.

use serde_json::json;

use crate::stage::on_stage;

#[tokio::test]
async fn an_attendee_signs_up_books_an_hour_and_cancels_it() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 2).await;
        let [hour] = stage.open().await;
        let path = stage.book(&hour, &adam.token).await;
        let training = stage.get(&path, &adam.token).await.json();
        assert_eq!(
            (&training["time"], &training["user"], &training["notes"]),
            (&json!(hour), &json!("Adam"), &json!("knee"))
        );
        assert_eq!(stage.balance(&adam.token).await, 1);
        assert!(!stage.is_available(&hour).await);
        stage.done("DELETE", &path, &adam.token, json!({})).await;
        assert_eq!(stage.balance(&adam.token).await, 2);
        assert!(stage.is_available(&hour).await);
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_in_without_a_token() {
    on_stage(async |stage| {
        let answer = stage.call("GET", "/api/users/current").send().await;
        assert_eq!((answer.status, answer.json()), (401, json!({"message": "Unauthorized"})));
        let answer = stage.get("/api/users/current", "not.a.token").await;
        assert_eq!(answer.status, 401);
    })
    .await;
}

#[tokio::test]
async fn a_booking_reaches_the_trainers_report_by_its_events() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 1).await;
        let [hour] = stage.open().await;
        let uuid = stage.uuid(&adam.token).await;
        stage.book(&hour, &adam.token).await;
        let report = format!("/api/trainer/report?month={}", &hour[..7]);
        stage
            .eventually("the report counts the training", async || {
                let report = stage.get(&report, &stage.trainer.token).await.json();
                let attendees = report["attendees"].as_array().unwrap();
                attendees.iter().any(|one| one["userUuid"] == json!(uuid) && one["standing"] == json!(1))
            })
            .await;
    })
    .await;
}
