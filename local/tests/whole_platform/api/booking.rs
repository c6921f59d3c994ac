use jiff::SignedDuration;
use serde_json::{Value, json};

use super::people::{People, hour};

#[tokio::test]
async fn an_attendee_books_and_both_move_the_training_and_cancel_it() {
    let people = People::meet().await;
    let (first, second) = (hour(2, 14), hour(3, 16));

    let path = people.book(&first, &people.adam).await;
    let training = people.get(&path, &people.adam).await.json();
    let uuid = path.rsplit('/').next().unwrap();
    assert_eq!(
        training,
        json!({
            "uuid": uuid, "userUuid": people.uuid(&people.adam).await, "user": "Adam Attendee", "time": first,
            "notes": "knee", "status": "scheduled", "canBeCancelled": true, "moveRequiresAccept": false,
        })
    );
    assert_eq!(people.balance(&people.adam).await, 19);
    assert_eq!(people.hour(&first).await, json!({"hour": first, "available": false, "hasTrainingScheduled": true}));

    let proposal = json!({"time": second, "notes": "bring shoes"});
    let proposed = people.send("PUT", &format!("{path}/request-reschedule"), &people.trainer, proposal).await;
    assert_eq!(proposed.status, 204);
    let training = people.get(&path, &people.adam).await.json();
    assert_eq!((&training["proposedTime"], &training["moveProposedBy"]), (&json!(second), &json!("trainer")));
    assert_eq!((&training["time"], &training["notes"]), (&json!(first), &json!("knee")));

    let approved = people.call("PUT", &format!("{path}/approve-reschedule"), &people.adam).send().await;
    assert_eq!(approved.status, 204);
    let training = people.get(&path, &people.trainer).await.json();
    assert_eq!((&training["time"], &training["notes"]), (&json!(second), &json!("bring shoes")));
    assert_eq!(training.get("proposedTime"), None);
    assert_eq!(people.hour(&first).await["available"], json!(true));
    assert_eq!(people.hour(&second).await["hasTrainingScheduled"], json!(true));

    let canceled = people.call("DELETE", &path, &people.adam).send().await;
    assert_eq!((canceled.status, canceled.text()), (204, String::new()));
    assert_eq!(people.balance(&people.adam).await, 20);
    assert_eq!(people.hour(&second).await["available"], json!(true));
    let training = people.get(&path, &people.adam).await.json();
    assert_eq!((&training["status"], &training["canceledBy"]), (&json!("canceled"), &json!("attendee")));
    assert_eq!(training["canceledAt"], json!("2027-03-01T09:30:00Z"));
}

#[tokio::test]
async fn a_training_is_moved_directly_and_its_notes_with_it_if_told() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    let move_to =
        async |token: &str, body: Value| people.send("PUT", &format!("{path}/reschedule"), token, body).await.status;
    assert_eq!(move_to(&people.adam, json!({"time": hour(2, 15)})).await, 204);
    assert_eq!(people.get(&path, &people.adam).await.json()["notes"], json!("knee"));
    assert_eq!(move_to(&people.trainer, json!({"time": hour(2, 16), "notes": "back"})).await, 204);
    let training = people.get(&path, &people.adam).await.json();
    assert_eq!((&training["time"], &training["notes"]), (&json!(hour(2, 16)), &json!("back")));
    assert_eq!(move_to(&people.adam, json!({"time": hour(2, 17), "notes": null})).await, 204);
    assert_eq!(people.get(&path, &people.adam).await.json()["notes"], json!("back"));
    for (hour_of_day, available) in [(14, true), (15, true), (16, true), (17, false)] {
        assert_eq!(people.hour(&hour(2, hour_of_day)).await["available"], json!(available));
    }
    assert_eq!(people.balance(&people.adam).await, 19, "moving costs nothing");
}

#[tokio::test]
async fn a_proposal_is_rejected_by_either_side() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    for who in [&people.adam, &people.trainer] {
        let proposal = json!({"time": hour(2, 15)});
        assert_eq!(people.send("PUT", &format!("{path}/request-reschedule"), &people.adam, proposal).await.status, 204);
        assert_eq!(people.call("PUT", &format!("{path}/reject-reschedule"), who).send().await.status, 204);
        assert_eq!(people.get(&path, &people.adam).await.json().get("proposedTime"), None);
    }
}

#[tokio::test]
async fn a_proposal_to_an_hour_that_was_taken_since_stays() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    let proposal = json!({"time": hour(2, 15)});
    assert_eq!(people.send("PUT", &format!("{path}/request-reschedule"), &people.trainer, proposal).await.status, 204);
    let taken = people.book(&hour(2, 15), &people.anna).await;
    let approve = async || people.call("PUT", &format!("{path}/approve-reschedule"), &people.adam).send().await;
    assert_eq!(approve().await.problem(), (409, "hour-not-available".into()));
    assert_eq!(people.get(&path, &people.adam).await.json()["proposedTime"], json!(hour(2, 15)));
    assert_eq!(people.call("DELETE", &taken, &people.anna).send().await.status, 204);
    assert_eq!(approve().await.status, 204);
}

#[tokio::test]
async fn who_cancels_late_pays() {
    for (by_trainer, balance) in [(false, 19), (true, 21)] {
        let mut people = People::meet().await;
        let path = people.book(&hour(2, 14), &people.adam).await;
        people.wait_until(SignedDuration::from_hours(23), &hour(2, 14)).await;
        let training = people.get(&path, &people.adam).await.json();
        assert_eq!((&training["canBeCancelled"], &training["moveRequiresAccept"]), (&json!(false), &json!(true)));
        let token = if by_trainer { &people.trainer } else { &people.adam };
        assert_eq!(people.call("DELETE", &path, token).send().await.status, 204);
        assert_eq!(people.balance(&people.adam).await, balance);
        assert_eq!(people.hour(&hour(2, 14)).await["available"], json!(true));
    }
}

#[tokio::test]
async fn exactly_a_day_ahead_is_in_time() {
    let mut people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    people.wait_until(SignedDuration::from_hours(24), &hour(2, 14)).await;
    assert_eq!(people.call("DELETE", &path, &people.adam).send().await.status, 204);
    assert_eq!(people.balance(&people.adam).await, 20);
}

#[tokio::test]
async fn less_than_a_day_ahead_a_training_moves_only_by_agreement() {
    let mut people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;
    people.wait_until(SignedDuration::from_hours(2), &hour(2, 14)).await;
    let to = json!({"time": hour(2, 20)});
    let direct = people.send("PUT", &format!("{path}/reschedule"), &people.trainer, to.clone()).await;
    assert_eq!(direct.problem(), (409, "too-late-to-reschedule".into()));
    assert_eq!(people.send("PUT", &format!("{path}/request-reschedule"), &people.adam, to).await.status, 204);
    assert_eq!(people.call("PUT", &format!("{path}/approve-reschedule"), &people.trainer).send().await.status, 204);
    assert_eq!(people.get(&path, &people.adam).await.json()["time"], json!(hour(2, 20)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_book_one_hour_at_the_same_moment_one_gets_it_and_nothing_of_the_other_is_left() {
    let people = People::meet().await;
    for day in 1..6 {
        let (adams, annas) = (people.balance(&people.adam).await, people.balance(&people.anna).await);
        let body = json!({"time": hour(day, 14), "notes": ""});
        let (adam, anna) = tokio::join!(
            people.send("POST", "/api/trainings", &people.adam, body.clone()),
            people.send("POST", "/api/trainings", &people.anna, body)
        );
        let mut statuses = [adam.status, anna.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409]);
        let loser = if adam.status == 409 { &adam } else { &anna };
        assert_eq!(loser.problem(), (409, "hour-not-available".into()));
        let paid = |status| u64::from(status == 204);
        assert_eq!(people.balance(&people.adam).await, adams - paid(adam.status));
        assert_eq!(people.balance(&people.anna).await, annas - paid(anna.status));
    }
    let (mut trainings, mut credits) = (0, 0);
    for token in [&people.adam, &people.anna] {
        trainings += people.get("/api/trainings", token).await.json()["trainings"].as_array().unwrap().len();
        credits += people.balance(token).await;
    }
    assert_eq!((trainings, credits), (5, 35));
}
