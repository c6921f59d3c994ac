use jiff::SignedDuration;
use serde_json::{Value, json};

use super::people::{People, hour};

#[tokio::test]
async fn the_trainer_gives_and_takes_back_credits() {
    let people = People::meet().await;
    let path = format!("/api/users/{}/credits", people.uuid(&people.adam).await);
    let given = people.send("POST", &path, &people.trainer, json!({"amount": 10, "reason": "ten-card"})).await;
    assert_eq!(given.status, 204);
    let corrections = format!("{path}/corrections");
    let taken = people.send("POST", &corrections, &people.trainer, json!({"amount": 30, "reason": "not paid"})).await;
    assert_eq!(taken.status, 204);
    assert_eq!(people.balance(&people.adam).await, 0);
    let too_many = people.send("POST", &corrections, &people.trainer, json!({"amount": 1, "reason": "?"})).await;
    assert_eq!(too_many.problem(), (409, "not-enough-credits".into()));
}

#[tokio::test]
async fn the_statement_tells_every_entry_newest_first() {
    let mut people = People::meet().await;
    let in_time = people.book(&hour(5, 14), &people.adam).await;
    let late = people.book(&hour(2, 14), &people.adam).await;
    people.call("DELETE", &in_time, &people.adam).send().await;
    people.wait_until(SignedDuration::from_hours(1), &hour(2, 14)).await;
    people.call("DELETE", &late, &people.trainer).send().await;
    let statement = people.get("/api/users/current/credits", &people.adam).await.json();
    let uuid = |path: &str| json!(path.rsplit('/').next().unwrap());
    let (monday, wednesday) = ("2027-03-01T09:30:00Z", "2027-03-03T13:00:00Z");
    let entry = |kind: &str, amount: u64, balance: u64, time: &str, reason: Value, training: Value| json!({"type": kind, "amount": amount, "balance": balance, "time": time, "reason": reason, "trainingUuid": training});
    let entries = statement["entries"].as_array().unwrap();
    assert_eq!(
        entries[..4],
        [
            entry("refunded", 2, 21, wednesday, json!("canceled-late-by-trainer"), uuid(&late)),
            entry("refunded", 1, 19, monday, json!("canceled-in-time"), uuid(&in_time)),
            entry("spent", 1, 18, monday, Value::Null, uuid(&late)),
            entry("spent", 1, 19, monday, Value::Null, uuid(&in_time)),
        ]
    );
    assert_eq!((&entries[4]["type"], &entries[4]["balance"]), (&json!("granted"), &json!(20)));
    assert_eq!((entries.len(), &statement["nextCursor"]), (5, &Value::Null));
}

#[tokio::test]
async fn a_statement_is_paged() {
    let people = People::meet().await;
    for at in 12..=20 {
        people.book(&hour(1, at), &people.adam).await;
    }
    let (mut balances, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = people.get(&format!("/api/users/current/credits?limit=4{cursor}"), &people.adam).await.json();
        let entries = page["entries"].as_array().unwrap();
        balances.extend(entries.iter().map(|entry| entry["balance"].as_u64().unwrap()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(balances, (11..=20).collect::<Vec<_>>());
}
