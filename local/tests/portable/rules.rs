//! Who may do what, and how a refusal looks.

use serde_json::json;

use crate::stage::on_stage;

#[tokio::test]
async fn a_newcomer_is_an_attendee_without_credits_and_cannot_book() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam Newcomer", 0).await;
        let user = stage.get("/api/users/current", &adam.token).await.json();
        assert_eq!(
            (&user["displayName"], &user["role"], &user["balance"]),
            (&json!("Adam Newcomer"), &json!("attendee"), &json!(0))
        );
        let [hour] = stage.open().await;
        let refused = stage.send("POST", "/api/trainings", &adam.token, json!({"time": hour, "notes": ""})).await;
        assert_eq!(refused.problem(), (409, "not-enough-credits".into()));
        assert!(stage.is_available(&hour).await);
    })
    .await;
}

#[tokio::test]
async fn the_calendar_credits_and_reports_are_the_trainers() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 0).await;
        let uuid = stage.uuid(&adam.token).await;
        let hours = json!({"hours": ["2030-01-01T12:00:00Z"]});
        let gift = json!({"amount": 1, "reason": "gift"});
        for (method, path, body) in [
            ("PUT", "/api/trainer/calendar/make-hour-available".to_owned(), hours.clone()),
            ("PUT", "/api/trainer/calendar/make-hour-unavailable".to_owned(), hours),
            ("POST", format!("/api/users/{uuid}/credits"), gift.clone()),
            ("POST", format!("/api/users/{uuid}/credits/corrections"), gift),
        ] {
            assert_eq!(stage.send(method, &path, &adam.token, body).await.problem(), (403, "wrong-role".into()));
        }
        for path in ["/api/users", "/api/trainer/report?month=2030-01"] {
            assert_eq!(stage.get(path, &adam.token).await.problem(), (403, "wrong-role".into()));
        }
        let booking = json!({"time": "2030-01-01T12:00:00Z", "notes": ""});
        let booked = stage.send("POST", "/api/trainings", &stage.trainer.token, booking).await;
        assert_eq!(booked.problem(), (403, "wrong-role".into()));
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_training_is_not_there() {
    on_stage(async |stage| {
        let (adam, anna) = (stage.attendee("Adam", 1).await, stage.attendee("Anna", 1).await);
        let [hour] = stage.open().await;
        let path = stage.book(&hour, &adam.token).await;
        assert_eq!(stage.get(&path, &anna.token).await.problem(), (404, "not-found".into()));
        let canceled = stage.send("DELETE", &path, &anna.token, json!({})).await;
        assert_eq!(canceled.problem(), (404, "not-found".into()));
        let taken = stage.send("POST", "/api/trainings", &anna.token, json!({"time": hour, "notes": ""})).await;
        assert_eq!(taken.problem(), (409, "hour-not-available".into()));
        let open = json!({"hours": [hour]});
        let closed = stage.send("PUT", "/api/trainer/calendar/make-hour-unavailable", &stage.trainer.token, open).await;
        assert_eq!(closed.problem(), (409, "training-scheduled".into()));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_understood_is_told_with_its_place() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 1).await;
        let book = async |body: &str| {
            let call = stage.call("POST", "/api/trainings").token(&adam.token);
            call.body("application/json", body.to_owned()).send().await
        };
        assert_eq!(book("{").await.problem(), (400, "malformed-json".into()));
        assert_eq!(book(r#"{"time": "noon", "notes": ""}"#).await.problem(), (400, "invalid-field".into()));
        let unknown = book(r#"{"time": "2030-01-01T12:00:00Z", "notes": "", "price": 0}"#).await;
        assert_eq!(unknown.problem(), (400, "unknown-field".into()));
        assert_eq!(unknown.json()["errors"][0]["pointer"], json!("/price"));
        let half_past = book(r#"{"time": "2030-01-01T12:30:00Z", "notes": ""}"#).await;
        assert_eq!(half_past.problem(), (422, "not-full-hour".into()));
        let far = book(r#"{"time": "2999-01-01T12:00:00Z", "notes": ""}"#).await;
        assert_eq!(far.problem(), (422, "too-distant-date".into()));
        let text = stage.call("POST", "/api/trainings").token(&adam.token).body("text/plain", "noon").send().await;
        assert_eq!(text.problem(), (415, "not-json".into()));
        let parameter = stage.get("/api/trainings?colour=red", &adam.token).await;
        assert_eq!(parameter.problem(), (400, "invalid-parameter".into()));
    })
    .await;
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    on_stage(async |stage| {
        let adam = stage.attendee("Adam", 0).await;
        let call = stage.call("GET", "/api/users/current").token(&adam.token);
        let answer = call.header("x-correlation-id", "journey-7").send().await;
        assert_eq!(answer.header("x-correlation-id"), Some("journey-7"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let problem = stage.get("/api/trainings/nonsense", &adam.token).await;
        assert_eq!(problem.header("content-type"), Some("application/problem+json"));
        let nowhere = stage.get("/api/nowhere", &adam.token).await;
        assert_eq!((nowhere.status, nowhere.json()), (404, json!({"message": "Not Found"})));
    })
    .await;
}

#[tokio::test]
async fn the_description_is_there_for_everybody() {
    on_stage(async |stage| {
        let description = stage.call("GET", "/api/openapi.json").send().await.json();
        assert_eq!(description["paths"]["/api/trainings"]["post"]["operationId"], json!("schedule-training"));
        // Not every address of the API has the page.
        let reader = stage.call("GET", "/api/docs").send().await;
        assert_eq!((reader.status, reader.header("location")), (308, Some("/docs.html")));
    })
    .await;
}
