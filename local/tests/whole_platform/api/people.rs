use jiff::{SignedDuration, Timestamp};
use local::seed;
use serde_json::{Value, json};

use crate::support::{Answer, Call, TestPlatform};

/// The demo users, signed in on a platform of their own: the trainer, and two attendees with 20
/// credits each. It is Monday morning, 2027-03-01T09:30:00Z, and every hour of the next 30 days is
/// available.
pub(crate) struct People {
    pub(crate) platform: TestPlatform,
    pub(crate) trainer: String,
    pub(crate) adam: String,
    pub(crate) anna: String,
}

impl People {
    pub(crate) async fn meet() -> Self {
        Self::at(TestPlatform::seeded().await).await
    }

    pub(crate) async fn at(platform: TestPlatform) -> Self {
        let trainer = platform.sign_in(seed::TRAINER).await;
        let adam = platform.sign_in(seed::ATTENDEES[0]).await;
        let anna = platform.sign_in(seed::ATTENDEES[1]).await;
        Self { platform, trainer, adam, anna }
    }

    pub(crate) fn call(&self, method: &str, path: &str, token: &str) -> Call {
        self.platform.call(method, path).token(token)
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.call("GET", path, token).send().await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        self.call(method, path, token).json(&body).send().await
    }

    /// Books an hour and tells where the training is.
    pub(crate) async fn book(&self, time: &str, token: &str) -> String {
        let answer = self.send("POST", "/api/trainings", token, json!({"time": time, "notes": "knee"})).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        answer.header("content-location").unwrap().to_owned()
    }

    pub(crate) async fn balance(&self, token: &str) -> u64 {
        self.get("/api/users/current", token).await.json()["balance"].as_u64().unwrap()
    }

    pub(crate) async fn uuid(&self, token: &str) -> String {
        self.get("/api/users/current", token).await.json()["uuid"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn hour(&self, time: &str) -> Value {
        self.get(&format!("/api/trainer/calendar/{time}"), &self.adam).await.json()
    }

    /// Moves the clock to so long before a time. Tokens last an hour: everybody signs in again.
    pub(crate) async fn wait_until(&mut self, before: SignedDuration, time: &str) {
        let time: Timestamp = time.parse().unwrap();
        self.platform.clock.set(&(time - before).to_string());
        self.trainer = self.platform.sign_in(seed::TRAINER).await;
        self.adam = self.platform.sign_in(seed::ATTENDEES[0]).await;
        self.anna = self.platform.sign_in(seed::ATTENDEES[1]).await;
    }
}

/// An hour of the seeded calendar: so many days after Monday, starting at that hour in UTC.
pub(crate) fn hour(day: i64, hour: i64) -> String {
    let monday: Timestamp = "2027-03-01T00:00:00Z".parse().unwrap();
    (monday + SignedDuration::from_hours(24 * day + hour)).to_string()
}
