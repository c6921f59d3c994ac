use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::people::{People, hour};

/// Makes every hour of some days available.
async fn open_days(people: &People, days: std::ops::Range<i64>) {
    let hours: Vec<_> = days.flat_map(|day| (12..=20).map(move |at| hour(day, at))).collect();
    let answer =
        people.send("PUT", "/api/trainer/calendar/make-hour-available", &people.trainer, json!({"hours": hours})).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

/// What the trainings themselves add up to, of a month: standing ones, and those canceled by whom.
async fn computed(people: &People, month: &str) -> (i64, i64, i64, BTreeMap<String, i64>) {
    let (mut standing, mut by_attendee, mut by_trainer, mut attendees) = (0, 0, 0, BTreeMap::new());
    let mut cursor = String::new();
    loop {
        let path =
            format!("/api/trainings?status=all&from=2027-02-28T00:00:00Z&to=2027-05-30T00:00:00Z&limit=100{cursor}");
        let page = people.get(&path, &people.trainer).await.json();
        for training in page["trainings"].as_array().unwrap() {
            if !training["time"].as_str().unwrap().starts_with(month) {
                continue;
            }
            match training["canceledBy"].as_str() {
                None => {
                    standing += 1;
                    *attendees.entry(training["userUuid"].as_str().unwrap().to_owned()).or_default() += 1;
                }
                Some("attendee") => by_attendee += 1,
                Some(_) => by_trainer += 1,
            }
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (standing, by_attendee, by_trainer, attendees),
        }
    }
}

async fn reported(people: &People, month: &str) -> Value {
    people.get(&format!("/api/trainer/report?month={month}"), &people.trainer).await.json()
}

#[tokio::test]
async fn a_month_is_what_its_trainings_add_up_to_after_two_hundred_random_commands() {
    let seed = std::env::var("WILD_WORKOUTS_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| fastrand::u64(..));
    println!("WILD_WORKOUTS_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let people = People::meet().await;
    open_days(&people, 26..33).await;
    let mut trainings: Vec<String> = Vec::new();
    for _ in 0..200 {
        // From the end of March into April: trainings move from one month to the other.
        let time = hour(random.i64(26..33), random.i64(12..=20));
        let who = [&people.adam, &people.anna, &people.trainer][random.usize(0..3)];
        let training: Option<String> = random.choice(&trainings).cloned();
        match (random.u8(0..10), training) {
            (0..5, _) | (_, None) => {
                let body = json!({"time": time, "notes": ""});
                let answer = people.send("POST", "/api/trainings", who, body).await;
                trainings.extend(answer.header("content-location").map(ToOwned::to_owned));
            }
            (5..7, Some(path)) => {
                people.send("PUT", &format!("{path}/reschedule"), who, json!({"time": time})).await;
            }
            (7, Some(path)) => {
                people.send("PUT", &format!("{path}/request-reschedule"), who, json!({"time": time})).await;
            }
            (8, Some(path)) => {
                people.send("PUT", &format!("{path}/approve-reschedule"), who, json!({})).await;
            }
            (_, Some(path)) => {
                people.call("DELETE", &path, who).send().await;
            }
        }
    }
    people.platform.platform.quiet().await.unwrap();
    let mut standing_in_all = 0;
    for month in ["2027-03", "2027-04", "2027-05"] {
        let (standing, by_attendee, by_trainer, attendees) = computed(&people, month).await;
        let report = reported(&people, month).await;
        let attendees: Vec<_> =
            attendees.iter().map(|(user, standing)| json!({"userUuid": user, "standing": standing})).collect();
        assert_eq!(report["standing"], json!(standing), "{month}, WILD_WORKOUTS_SEED={seed}: {report}");
        assert_eq!(report["canceledByAttendee"], json!(by_attendee), "{month}, WILD_WORKOUTS_SEED={seed}: {report}");
        assert_eq!(report["canceledByTrainer"], json!(by_trainer), "{month}, WILD_WORKOUTS_SEED={seed}: {report}");
        assert_eq!(report["attendees"], json!(attendees), "{month}, WILD_WORKOUTS_SEED={seed}: {report}");
        standing_in_all += standing;
    }
    assert!(standing_in_all > 0, "something has happened, WILD_WORKOUTS_SEED={seed}");
}

#[tokio::test]
async fn a_month_tells_what_has_happened_in_it_and_as_of_when() {
    let people = People::meet().await;
    let empty = reported(&people, "2027-03").await;
    assert_eq!((&empty["standing"], &empty["asOf"]), (&json!(0), &Value::Null));

    open_days(&people, 31..32).await;
    let stays = people.book(&hour(1, 14), &people.adam).await;
    let leaves = people.book(&hour(25, 14), &people.adam).await;
    let canceled = people.book(&hour(2, 14), &people.anna).await;
    let late = people.book(&hour(0, 14), &people.anna).await;
    people.send("PUT", &format!("{stays}/reschedule"), &people.adam, json!({"time": hour(1, 15)})).await;
    people.send("PUT", &format!("{leaves}/reschedule"), &people.adam, json!({"time": hour(31, 14)})).await;
    people.call("DELETE", &canceled, &people.anna).send().await;
    people.call("DELETE", &late, &people.trainer).send().await;
    people.platform.platform.quiet().await.unwrap();

    let adam = people.uuid(&people.adam).await;
    let of_adam = json!([{"userUuid": adam, "standing": 1}]);
    let now = "2027-03-01T09:30:00Z";
    assert_eq!(
        reported(&people, "2027-03").await,
        json!({
            "month": "2027-03", "standing": 1, "moved": 2, "canceledByAttendee": 1, "canceledByTrainer": 1,
            "canceledLate": 1, "attendees": of_adam, "asOf": now,
        })
    );
    assert_eq!(
        reported(&people, "2027-04").await,
        json!({
            "month": "2027-04", "standing": 1, "moved": 0, "canceledByAttendee": 0, "canceledByTrainer": 0,
            "canceledLate": 0, "attendees": of_adam, "asOf": now,
        })
    );
}

#[tokio::test]
async fn a_report_is_the_trainers_and_of_a_month() {
    let people = People::meet().await;
    assert_eq!(
        people.get("/api/trainer/report?month=2027-03", &people.adam).await.problem(),
        (403, "wrong-role".into())
    );
    for path in ["/api/trainer/report", "/api/trainer/report?month=2027-13", "/api/trainer/report?month=march"] {
        assert_eq!(people.get(path, &people.trainer).await.problem(), (400, "invalid-parameter".into()), "{path}");
    }
}
