//! A club with people of its own and hours of its own, tidied up after each test, whatever became of it.

use std::{
    collections::HashSet,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp, tz::Offset};
use serde_json::{Value, json};

use crate::{
    api::{Answer, Api, Call},
    people::{Club, Person},
};

/// How long to wait for what follows by events: on AWS some seconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// The hours that tests of this run have, so that no two have the same.
static GIVEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);

pub(crate) struct Stage {
    club: Club,
    api: Api,
    pub(crate) trainer: Person,
    attendees: Mutex<Vec<Person>>,
    hours: Mutex<Vec<String>>,
}

/// Plays a test: with a trainer, on a stage that is tidied up afterwards.
pub(crate) async fn on_stage<F: Future<Output = ()>>(test: impl FnOnce(std::sync::Arc<Stage>) -> F) {
    let club = Club::open().await;
    let (api, trainer) = (club.api(), club.trainer().await);
    let stage = Stage { club, api, trainer, attendees: Mutex::default(), hours: Mutex::default() };
    let stage = std::sync::Arc::new(stage);
    let played = AssertUnwindSafe(test(std::sync::Arc::clone(&stage))).catch_unwind().await;
    let tidied = AssertUnwindSafe(stage.tidy_up()).catch_unwind().await;
    let removed = stage.remove_people();
    if let Err(panic) = played.and(tidied).and(removed) {
        resume_unwind(panic);
    }
}

impl Stage {
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        self.api.call(method, path)
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.call("GET", path).token(token).send().await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        self.call(method, path).token(token).json(&body).send().await
    }

    /// As [`Stage::send`], and it must be done.
    pub(crate) async fn done(&self, method: &str, path: &str, token: &str, body: Value) {
        let answer = self.send(method, path, token, body).await;
        assert_eq!(answer.status, 204, "{method} {path}: {}", answer.text());
    }

    /// An attendee who has just signed up, with so many credits.
    pub(crate) async fn attendee(&self, name: &str, credits: u32) -> Person {
        let person = self.club.newcomer(name).await;
        self.attendees.lock().unwrap().push(person.clone());
        if credits > 0 {
            let path = format!("/api/users/{}/credits", self.uuid(&person.token).await);
            self.done("POST", &path, &self.trainer.token, json!({"amount": credits, "reason": "test"})).await;
        }
        person
    }

    pub(crate) async fn uuid(&self, token: &str) -> String {
        let user = self.get("/api/users/current", token).await.json();
        user["uuid"].as_str().unwrap_or_else(|| panic!("who is that? {user}")).to_owned()
    }

    pub(crate) async fn balance(&self, token: &str) -> i64 {
        self.get("/api/users/current", token).await.json()["balance"].as_i64().unwrap()
    }

    /// Opens so many hours that nobody has opened, at least two days ahead, for this test alone, in order.
    pub(crate) async fn open<const N: usize>(&self) -> [String; N] {
        let from = Timestamp::now() + SignedDuration::from_hours(48);
        let date = |time: Timestamp| Offset::UTC.to_datetime(time).date();
        let to = from + SignedDuration::from_hours(24 * 38);
        let path = format!("/api/trainer/calendar?dateFrom={}&dateTo={}", date(from), date(to));
        let calendar = self.get(&path, &self.trainer.token).await.json();
        let ours: Vec<String> = {
            let mut given = GIVEN.lock().unwrap();
            let given = given.get_or_insert_default();
            let hours = calendar.as_array().unwrap().iter().flat_map(|day| day["hours"].as_array().unwrap());
            let unset = hours.filter(|hour| hour["available"] == false && hour["hasTrainingScheduled"] == false);
            let unset = unset.map(|hour| hour["hour"].as_str().unwrap().to_owned());
            let later = unset.filter(|hour| hour.parse::<Timestamp>().unwrap() > from);
            // A platform of its own for each test gives each the same hours, and they are enough.
            let apart = matches!(self.club, Club::There { .. });
            let ours: Vec<_> = later.filter(|hour| !apart || !given.contains(hour)).take(N).collect();
            given.extend(ours.iter().cloned());
            ours
        };
        self.hours.lock().unwrap().extend(ours.iter().cloned());
        let path = "/api/trainer/calendar/make-hour-available";
        self.done("PUT", path, &self.trainer.token, json!({"hours": ours})).await;
        ours.try_into().unwrap_or_else(|few: Vec<_>| panic!("only {} hours have not been opened", few.len()))
    }

    /// Books an hour and tells where the training is.
    pub(crate) async fn book(&self, time: &str, token: &str) -> String {
        let answer = self.send("POST", "/api/trainings", token, json!({"time": time, "notes": "knee"})).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        answer.header("content-location").unwrap().to_owned()
    }

    pub(crate) async fn is_available(&self, time: &str) -> bool {
        let hour = self.get(&format!("/api/trainer/calendar/{time}"), &self.trainer.token).await.json();
        hour["available"].as_bool().unwrap()
    }

    /// Asks again and again until the answer is as it should be.
    pub(crate) async fn eventually<F: Future<Output = bool>>(&self, what: &str, mut is_so: impl FnMut() -> F) {
        let begun = Instant::now();
        while !is_so().await {
            assert!(begun.elapsed() < PATIENCE, "after {} s still not: {what}", PATIENCE.as_secs());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Cancels what stands, takes the credits back, closes the accounts and the hours.
    async fn tidy_up(&self) {
        let attendees = self.attendees.lock().unwrap().clone();
        for Person { token, .. } in &attendees {
            let user = self.get("/api/users/current", token).await;
            // Who has closed their account has been tidied up by that.
            if user.status == 403 {
                continue;
            }
            let trainings = self.get("/api/trainings?limit=100", token).await.json();
            for training in trainings["trainings"].as_array().unwrap() {
                let path = format!("/api/trainings/{}", training["uuid"].as_str().unwrap());
                self.done("DELETE", &path, token, json!({})).await;
            }
            let balance = self.balance(token).await;
            if balance > 0 {
                let path = format!("/api/users/{}/credits/corrections", self.uuid(token).await);
                let all = json!({"amount": balance, "reason": "end of the test"});
                self.done("POST", &path, &self.trainer.token, all).await;
            }
            self.done("DELETE", "/api/users/current", token, json!({})).await;
        }
        let hours = self.hours.lock().unwrap().clone();
        if !hours.is_empty() {
            let path = "/api/trainer/calendar/make-hour-unavailable";
            self.done("PUT", path, &self.trainer.token, json!({"hours": hours})).await;
        }
    }

    /// Removes everybody who was made for the test; one who cannot be removed keeps none of the others.
    fn remove_people(&self) -> thread::Result<()> {
        let attendees = self.attendees.lock().unwrap().clone();
        let people = attendees.iter().chain([&self.trainer]);
        people.map(|person| catch_unwind(AssertUnwindSafe(|| self.club.remove(person)))).fold(Ok(()), Result::and)
    }
}
