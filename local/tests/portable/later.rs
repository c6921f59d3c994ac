//! Commands that are accepted now and carried out soon: `Prefer: respond-async`.

use serde_json::{Value, json};

use crate::{
    people::Person,
    stage::{Stage, on_stage},
};

impl Stage {
    /// Has an hour booked later, and tells what has become of that, as soon as something has.
    async fn book_later(&self, time: &str, attendee: &Person) -> Value {
        let call = self.call("POST", "/api/trainings").token(&attendee.token).header("prefer", "respond-async");
        let accepted = call.json(&json!({"time": time, "notes": "knee"})).send().await;
        assert_eq!((accepted.status, accepted.header("preference-applied")), (202, Some("respond-async")));
        let command = accepted.header("location").unwrap();
        let told = async || self.get(command, &attendee.token).await.json();
        self.eventually("the command has ended", async || told().await["status"] != json!("accepted")).await;
        assert_eq!(self.get(command, &self.trainer.token).await.status, 404, "it is its sender's alone");
        told().await
    }
}

#[tokio::test]
async fn what_is_put_off_is_done_or_refused_and_tells_which() {
    on_stage(async |stage| {
        let (adam, anna) = (stage.attendee("Adam", 1).await, stage.attendee("Anna", 1).await);
        let [hour] = stage.open().await;
        let done = stage.book_later(&hour, &adam).await;
        assert_eq!((&done["status"], &done["problem"]), (&json!("succeeded"), &Value::Null));
        let training = stage.get(done["contentLocation"].as_str().unwrap(), &adam.token).await.json();
        assert_eq!((&training["time"], &training["user"]), (&json!(hour), &json!("Adam")));
        assert_eq!(stage.balance(&adam.token).await, 0);

        let refused = stage.book_later(&hour, &anna).await;
        assert_eq!((&refused["status"], &refused["contentLocation"]), (&json!("failed"), &Value::Null));
        assert_eq!(refused["problem"]["slug"], json!("hour-not-available"));
        assert_eq!(stage.balance(&anna.token).await, 1, "who did not get it has not paid");
    })
    .await;
}
