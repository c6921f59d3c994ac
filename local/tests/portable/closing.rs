//! Closing an account, and what follows from it by events.

use serde_json::json;

use crate::stage::on_stage;

#[tokio::test]
async fn who_closes_their_account_is_refused_and_their_trainings_are_canceled() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 2).await;
        let hours: [String; 2] = stage.open().await;
        let first = stage.book(&hours[0], &adam.token).await;
        stage.book(&hours[1], &adam.token).await;
        stage.done("DELETE", "/api/users/current", &adam.token, json!({})).await;
        let booking = json!({"time": hours[0], "notes": ""});
        for refused in [
            stage.get("/api/trainings", &adam.token).await,
            stage.send("POST", "/api/trainings", &adam.token, booking).await,
        ] {
            assert_eq!(refused.problem(), (403, "account-deactivated".into()));
        }
        for hour in &hours {
            stage.eventually("the hours are free again", async || stage.is_available(hour).await).await;
        }
        stage
            .eventually("the training has no name", async || {
                let training = stage.get(&first, &stage.trainer.token).await.json();
                training["canceledBy"] == json!("system") && training["user"] != json!("Adam")
            })
            .await;
    })
    .await;
}
