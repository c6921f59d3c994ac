use serde_json::json;

use super::people::{People, hour};

#[tokio::test]
async fn the_calendar_tells_each_day_with_all_its_hours() {
    let people = People::meet().await;
    people.book(&hour(1, 14), &people.adam).await;
    let to = "2027-04-01T23:59:59%2B00:00";
    for token in [&people.adam, &people.trainer] {
        let calendar =
            people.get(&format!("/api/trainer/calendar?dateFrom=2027-02-28&dateTo={to}"), token).await.json();
        let days = calendar.as_array().unwrap();
        assert_eq!(days.len(), 33, "both days included");
        assert_eq!((&days[0]["date"], &days[0]["hasFreeHours"]), (&json!("2027-02-28"), &json!(false)));
        assert_eq!((&days[1]["date"], &days[1]["hasFreeHours"]), (&json!("2027-03-01"), &json!(true)));
        let hours = days[2]["hours"].as_array().unwrap();
        let expected: Vec<_> = (12..=20)
            .map(|at| json!({"hour": hour(1, at), "available": at != 14, "hasTrainingScheduled": at == 14}))
            .collect();
        assert_eq!(*hours, expected, "every hour, set or not, by time");
    }
}

#[tokio::test]
async fn the_trainer_switches_hours_on_and_off() {
    let people = People::meet().await;
    let set = async |how: &str, hours: &[String]| {
        people
            .send("PUT", &format!("/api/trainer/calendar/make-hour-{how}"), &people.trainer, json!({"hours": hours}))
            .await
            .status
    };
    let (first, second) = (hour(1, 14), hour(1, 15));
    assert_eq!(set("unavailable", &[first.clone(), second.clone(), first.clone()]).await, 204);
    assert_eq!(people.hour(&first).await, json!({"hour": first, "available": false, "hasTrainingScheduled": false}));
    assert_eq!(set("unavailable", std::slice::from_ref(&first)).await, 204, "again does no harm");
    assert_eq!(set("available", std::slice::from_ref(&first)).await, 204);
    assert_eq!(people.hour(&first).await["available"], json!(true));
    assert_eq!(people.hour(&second).await["available"], json!(false));
}

#[tokio::test]
async fn an_hour_is_told_by_any_way_of_writing_it() {
    let people = People::meet().await;
    for path in ["2027-03-02T14:00:00Z", "2027-03-02T14%3A00%3A00Z", "2027-03-02T15:00:00%2B01:00"] {
        assert_eq!(people.hour(path).await["hour"], json!("2027-03-02T14:00:00Z"), "{path}");
    }
    assert_eq!(people.hour("2020-01-01T03:00:00Z").await["available"], json!(false), "an hour that was never set");
}
