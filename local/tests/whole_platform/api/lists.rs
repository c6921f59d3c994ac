use serde_json::{Value, json};

use super::people::{People, hour};

fn times(answer: &Value) -> Vec<String> {
    let trainings = answer["trainings"].as_array().unwrap();
    trainings.iter().map(|training| training["time"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_attendee_sees_their_own_trainings_and_the_trainer_all() {
    let people = People::meet().await;
    people.book(&hour(2, 14), &people.adam).await;
    people.book(&hour(1, 14), &people.anna).await;
    let list = async |token: &str| times(&people.get("/api/trainings", token).await.json());
    assert_eq!(list(&people.adam).await, [hour(2, 14)]);
    assert_eq!(list(&people.anna).await, [hour(1, 14)]);
    assert_eq!(list(&people.trainer).await, [hour(1, 14), hour(2, 14)]);
}

#[tokio::test]
async fn canceled_trainings_are_listed_when_asked_for() {
    let people = People::meet().await;
    let canceled = people.book(&hour(1, 14), &people.adam).await;
    people.book(&hour(2, 14), &people.adam).await;
    people.call("DELETE", &canceled, &people.adam).send().await;
    for token in [&people.adam, &people.trainer] {
        assert_eq!(times(&people.get("/api/trainings", token).await.json()), [hour(2, 14)]);
        let all = people.get("/api/trainings?status=all", token).await.json();
        assert_eq!(times(&all), [hour(1, 14), hour(2, 14)]);
        assert_eq!(all["trainings"][0]["status"], json!("canceled"));
    }
}

#[tokio::test]
async fn the_trainer_sees_what_waits_for_an_answer() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    people.book(&hour(3, 14), &people.anna).await;
    let open = async || times(&people.get("/api/trainings?proposals=open", &people.trainer).await.json());
    assert_eq!(open().await, Vec::<String>::new());
    people.send("PUT", &format!("{path}/request-reschedule"), &people.adam, json!({"time": hour(2, 15)})).await;
    assert_eq!(open().await, [hour(2, 14)]);
    people.call("DELETE", &path, &people.adam).send().await;
    assert_eq!(open().await, Vec::<String>::new(), "no proposal outlives its training");
}

#[tokio::test]
async fn a_range_includes_both_its_ends() {
    let people = People::meet().await;
    for at in 13..=16 {
        people.book(&hour(1, at), &people.adam).await;
    }
    for token in [&people.adam, &people.trainer] {
        let list = async |from: &str, to: &str| {
            times(&people.get(&format!("/api/trainings?from={from}&to={to}"), token).await.json())
        };
        assert_eq!(list(&hour(1, 14), &hour(1, 15)).await, [hour(1, 14), hour(1, 15)]);
        assert_eq!(list("2027-03-02T14:00:00.5Z", "2027-03-02T15:59:59Z").await, [hour(1, 15)]);
        assert_eq!(list("2027-03-02T14:00:01Z", "2027-03-02T14:59:59Z").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn trainings_of_the_last_24_hours_are_still_listed() {
    use jiff::SignedDuration;
    let mut people = People::meet().await;
    people.book(&hour(1, 14), &people.adam).await;
    people.wait_until(-SignedDuration::from_hours(24), &hour(1, 14)).await;
    assert_eq!(times(&people.get("/api/trainings", &people.adam).await.json()), [hour(1, 14)]);
    people.wait_until(-SignedDuration::from_hours(25), &hour(1, 14)).await;
    assert_eq!(times(&people.get("/api/trainings", &people.adam).await.json()), Vec::<String>::new());
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let people = People::meet().await;
    for at in 12..=20 {
        people.book(&hour(1, at), &people.adam).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = people.get(&format!("/api/trainings?limit=4{cursor}"), &people.adam).await.json();
        seen.extend(times(&page));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, (12..=20).map(|at| hour(1, at)).collect::<Vec<_>>());
    // Somebody else's cursor is a place in time, and gives nothing that is not the caller's.
    let adams =
        people.get("/api/trainings?limit=1", &people.adam).await.json()["nextCursor"].as_str().unwrap().to_owned();
    let annas = people.get(&format!("/api/trainings?cursor={adams}"), &people.anna).await.json();
    assert_eq!(times(&annas), Vec::<String>::new());
}
