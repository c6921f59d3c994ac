//! The platform's clock, moved over HTTP: the club sees the new time.

use serde_json::json;

use crate::api::people::{People, hour};
use crate::support::TestPlatform;
use local::seed;

#[tokio::test]
async fn a_training_that_the_clock_has_brought_near_is_not_canceled_for_free() {
    let people = People::meet().await;
    let path = people.book(&hour(2, 14), &people.adam).await;

    let answer = people.platform.call("POST", "/local/clock").json(&json!({"forward": "PT30H"})).send().await;
    assert_eq!((answer.status, answer.json()), (200, json!({"now": "2027-03-02T15:30:00Z"})));
    assert_eq!(people.call("DELETE", &path, &people.adam).send().await.status, 401);

    let platform: &TestPlatform = &people.platform;
    let adam = platform.sign_in(seed::ATTENDEES[0]).await;
    assert_eq!(people.get(&path, &adam).await.json()["canBeCancelled"], json!(false));
    assert_eq!(people.call("DELETE", &path, &adam).send().await.status, 204);
    assert_eq!(people.balance(&adam).await, 19);
}
