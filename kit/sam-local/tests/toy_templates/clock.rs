//! The platform's clock, moved over HTTP.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kit_domain::Clock;
use serde_json::{Value, json};

use super::{Fixture, Recorder};

const NOW: &str = "2027-03-01T09:30:00Z";

/// A clock that stands still.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }
}

const FUNCTIONS: &str = "
Api: {Type: AWS::Serverless::HttpApi, Properties: {Auth: {DefaultAuthorizer: Users}}}
Greet:
  Type: AWS::Serverless::Function
  Properties:
    Handler: greet
    Events:
      Http: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /greeting}}
Tidy:
  Type: AWS::Serverless::Function
  Properties:
    Handler: tidy
    Events:
      Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}";

async fn start(greet: &Recorder, tidy: &Recorder) -> Fixture {
    let functions = [("greet", greet), ("tidy", tidy)];
    Fixture::start_with(FUNCTIONS, &functions, |options| options.clock = Arc::new(Stopped)).await
}

async fn forward(fixture: &Fixture, by: &str) -> Value {
    let answer = fixture.api.send("POST", "/local/clock", json!({"forward": by}).to_string()).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

#[tokio::test]
async fn a_schedule_whose_run_falls_into_skipped_time_runs_once_with_the_new_time() {
    let (greet, tidy) = (Recorder::new(), Recorder::new());
    let fixture = start(&greet, &tidy).await;
    assert_eq!(fixture.api.call("GET", "/local/clock").await.json(), json!({"now": NOW}));

    forward(&fixture, "PT23H").await;
    assert!(tidy.payloads().is_empty());
    assert_eq!(forward(&fixture, "P3D").await, json!({"now": "2027-03-05T08:30:00Z"}));
    tidy.invoked(1).await;
    assert_eq!(tidy.payloads()[0]["time"], "2027-03-05T08:30:00Z");
    fixture.quiet().await;
    assert_eq!(tidy.payloads().len(), 1);

    forward(&fixture, "P1D").await;
    tidy.invoked(2).await;
    fixture.platform.stop().await;
}

#[tokio::test]
async fn tokens_expire_and_requests_carry_the_new_time() {
    let greet = Recorder::new().answers(json!({"statusCode": 204})).answers(json!({"statusCode": 204}));
    let fixture = start(&greet, &Recorder::new()).await;
    let user = json!({"email": "ann@example.com", "password": "long enough", "name": "Ann"});
    assert_eq!(fixture.api.send("POST", "/local/sign-up", user.to_string()).await.status, 204);
    let sign_in = async || {
        let credentials = json!({"email": "ann@example.com", "password": "long enough"});
        let answer = fixture.api.send("POST", "/local/sign-in", credentials.to_string()).await;
        answer.json()["idToken"].as_str().unwrap().to_owned()
    };

    let token = sign_in().await;
    assert_eq!(fixture.api.call_as(&token, "GET", "/greeting").await.status, 204);
    forward(&fixture, "PT1H").await;
    assert_eq!(fixture.api.call_as(&token, "GET", "/greeting").await.status, 401);
    assert_eq!(fixture.api.call_as(&sign_in().await, "GET", "/greeting").await.status, 204);

    let times: Vec<_> = greet.payloads().iter().map(|p| p["requestContext"]["timeEpoch"].as_i64().unwrap()).collect();
    assert_eq!(times[1] - times[0], i64::try_from(SignedDuration::from_hours(1).as_millis()).unwrap());
    fixture.platform.stop().await;
}

#[tokio::test]
async fn a_move_that_makes_no_sense_is_refused_with_a_problem() {
    let fixture = start(&Recorder::new(), &Recorder::new()).await;
    for (body, slug, detail) in [
        (r#"{"forward":"-PT1H"}"#, "invalid-field", "forward: must be positive: the clock only moves forward."),
        (r#"{"forward":"PT0S"}"#, "invalid-field", "forward: must be positive: the clock only moves forward."),
        (r#"{"forward":"P367D"}"#, "invalid-field", "forward: must be at most 366 days."),
        (
            r#"{"forward":"tomorrow"}"#,
            "invalid-field",
            r#"forward: must be an ISO 8601 duration such as PT24H, not "tomorrow"."#,
        ),
        (r#"{"forward":"P1M"}"#, "invalid-field", "forward: must be in weeks, days, hours, minutes and seconds."),
        ("{", "malformed-json", "The body cannot be understood: EOF while parsing an object at line 1 column 1."),
    ] {
        let answer = fixture.api.send("POST", "/local/clock", body).await;
        let problem = answer.json();
        assert_eq!((answer.status, &problem["slug"], &problem["detail"]), (400, &json!(slug), &json!(detail)));
    }
    assert_eq!(fixture.api.call("GET", "/local/clock").await.json(), json!({"now": NOW}));
    fixture.platform.stop().await;
}
