//! Every refusal that the description tells of occurs. That no other does is checked with every answer that any test
//! gets: so each function's list is neither too long nor too short.

use std::{collections::BTreeSet, fs, sync::Arc, sync::atomic::AtomicBool, sync::atomic::Ordering};

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    people::{People, hour},
    refusals::claims_of,
};
use crate::support::{Answer, Fault, Folder, TestPlatform, Wire, operation, project_template, resolved};

/// An id that nobody and nothing has.
const NOBODYS: &str = "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f";

/// An operation, by its function, and a slug.
type Pair = (String, String);

/// A request of an operation that is as described: what it needs is there, all else is left out.
struct Request {
    method: String,
    path: String,
    query: String,
    body: Option<Value>,
    is_command: bool,
    roles: Vec<String>,
}

/// The requests of all operations, with what each is refused for. The time of bodies is one that can be booked.
fn requests() -> Vec<(Request, BTreeSet<Pair>)> {
    let description = functions::PROGRAM.openapi();
    let mut all = Vec::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let parameters: Vec<_> = operation["parameters"].as_array().unwrap().iter().map(resolved).collect();
            let needed = parameters.iter().filter(|one| one["in"] == "query" && one["required"] == true);
            let query: Vec<_> = needed
                .map(|one| {
                    let schema = one["schema"]["anyOf"].get(0).unwrap_or(&one["schema"]);
                    format!("{}={}", one["name"].as_str().unwrap(), schema["examples"][0].as_str().unwrap())
                })
                .collect();
            let body = operation["requestBody"]["content"]["application/json"].get("example");
            let body = body.map(|body| body.to_string().replace("2026-12-01T14:00:00Z", &hour(1, 14)));
            let security = operation["security"].as_array().unwrap().iter();
            let responses = operation["responses"].as_object().unwrap().values().map(resolved);
            let examples = responses.map(|response| &response["content"]["application/problem+json"]["examples"]);
            let slugs = examples.filter_map(Value::as_object).flat_map(|examples| examples.keys());
            let function = operation["operationId"].as_str().unwrap();
            let request = Request {
                method: method.to_uppercase(),
                path: path.replace("{uuid}", NOBODYS).replace("{hour}", &hour(1, 14)),
                query: query.join("&"),
                body: body.map(|body| serde_json::from_str(&body).unwrap()),
                is_command: operation.get("requestBody").is_some(),
                roles: security.map(|one| one["idToken"][0].as_str().unwrap().to_owned()).collect(),
            };
            all.push((request, slugs.map(|slug| (function.to_owned(), slug.clone())).collect()));
        }
    }
    all
}

impl Request {
    fn is_for(&self, role: &str) -> bool {
        self.roles.iter().any(|one| one == role)
    }

    /// Sent by somebody, perhaps under a key.
    async fn send(&self, people: &People, token: &str, key: Option<&str>) -> (Option<Pair>, Answer) {
        let mut call = people.call(&self.method, &format!("{}?{}", self.path, self.query), token);
        if let Some(key) = key {
            call = call.header("Idempotency-Key", key);
        }
        let call = if let Some(body) = &self.body { call.json(body) } else { call };
        let answer = call.send().await;
        (pair(&self.method, &self.path, &answer), answer)
    }
}

/// What was refused, and why.
fn pair(method: &str, path: &str, answer: &Answer) -> Option<Pair> {
    let refused = answer.status >= 400 && answer.header("content-type") == Some("application/problem+json");
    let function = operation(method, path).unwrap()["operationId"].as_str().unwrap();
    refused.then(|| (function.to_owned(), answer.problem().1))
}

/// The refusals that were met.
#[derive(Default)]
struct Met(BTreeSet<Pair>);

impl Met {
    async fn send(
        &mut self,
        people: &People,
        (method, path): (&str, &str),
        token: &str,
        body: Option<Value>,
    ) -> Answer {
        let call = people.call(method, path, token);
        let answer = if let Some(body) = &body { call.json(body) } else { call }.send().await;
        self.0.extend(pair(method, path, &answer));
        answer
    }

    /// The same of a command with a body.
    async fn tell(&mut self, people: &People, route: (&str, &str), token: &str, body: Value) {
        self.send(people, route, token, Some(body)).await;
    }
}

#[tokio::test]
async fn every_refusal_that_is_described_occurs() {
    let requests = requests();
    let mut met = Met::default();
    not_understood(&requests, &mut met).await;
    not_allowed(&requests, &mut met).await;
    under_a_key_of_something_else(&requests, &mut met).await;
    too_busy(&requests, &mut met).await;
    bad_values(&mut met).await;
    hours_and_credits(&mut met).await;
    trainings(&mut met).await;
    proposals_that_time_has_passed_over(&mut met).await;

    let described: BTreeSet<_> = requests.into_iter().flat_map(|(_, pairs)| pairs).collect();
    // Nothing that is sent makes it happen, or it would be mended.
    let never: Vec<_> = described.difference(&met.0).filter(|(_, slug)| slug != "internal-error").collect();
    assert!(never.is_empty(), "described, and never met: {never:?}");
}

async fn not_understood(requests: &[(Request, BTreeSet<Pair>)], met: &mut Met) {
    let people = People::meet().await;
    for (Request { method, path, body, is_command, .. }, _) in requests {
        let call = |path: &str| people.call(method, path, &people.trainer);
        let with_body = |kind: &str, body: String| call(path).body(kind, body).send();
        let answer = call(&format!("{path}?unheard-of=1"));
        let answer = if let Some(body) = body { answer.json(body) } else { answer }.send().await;
        met.0.extend(pair(method, path, &answer));
        if *is_command {
            let mut unknown = body.clone().unwrap_or(json!({}));
            unknown["unheardOf"] = json!(1);
            for (kind, body) in [
                ("application/json", "{".to_owned()),
                ("application/json", "[]".to_owned()),
                ("application/json", unknown.to_string()),
                ("application/json", " ".repeat(64 * 1024 + 1)),
                ("text/plain", "{}".to_owned()),
            ] {
                met.0.extend(pair(method, path, &with_body(kind, body).await));
            }
        }
    }
}

async fn not_allowed(requests: &[(Request, BTreeSet<Pair>)], met: &mut Met) {
    let people = People::meet().await;
    let with = |name: &str, value: Value| {
        let mut claims = claims_of(&people.adam);
        claims.insert(name.to_owned(), value);
        people.platform.platform.sign(&claims)
    };
    let (access, member, stranger) =
        (with("token_use", json!("access")), with("cognito:groups", json!([])), with("sub", json!(NOBODYS)));
    let gone = people.platform.sign_up("gone@example.com", "Gone").await;
    let uuid = people.uuid(&gone).await;
    assert_eq!(people.call("DELETE", "/api/users/current", &gone).send().await.status, 204);
    people.platform.platform.quiet().await.unwrap();
    for (request, _) in requests.iter().filter(|(request, _)| !request.roles.is_empty()) {
        for token in [&access, &member, &gone, &people.trainer] {
            if token != &people.trainer || !request.is_for("trainer") {
                met.0.extend(request.send(&people, token, None).await.0);
            }
        }
    }
    met.send(&people, ("GET", "/api/trainings?proposals=open"), &people.adam, None).await;
    met.send(&people, ("DELETE", "/api/users/current"), &stranger, None).await;
    for path in [format!("/api/users/{uuid}/credits"), format!("/api/users/{uuid}/credits/corrections")] {
        met.tell(&people, ("POST", &path), &people.trainer, json!({"amount": 1, "reason": "gift"})).await;
    }
}

async fn under_a_key_of_something_else(requests: &[(Request, BTreeSet<Pair>)], met: &mut Met) {
    let people = People::meet().await;
    // The community remembers keys for itself.
    for (path, token, body) in [
        ("/api/trainings", &people.adam, json!({"time": hour(5, 14), "notes": ""})),
        ("/api/posts", &people.adam, json!({"title": "Hello", "body": "I am here."})),
    ] {
        let first = people.call("POST", path, token).header("Idempotency-Key", "key").json(&body).send().await;
        assert_eq!(first.status, 204, "{}", first.text());
    }
    let offer = people.call("PUT", "/api/trainer/calendar/make-hour-unavailable", &people.trainer);
    let offer = offer.header("Idempotency-Key", "key").json(&json!({"hours": [hour(9, 14)]})).send().await;
    assert_eq!(offer.status, 204, "{}", offer.text());
    for (request, _) in requests.iter().filter(|(request, _)| request.is_command) {
        let token = if request.is_for("attendee") { &people.adam } else { &people.trainer };
        met.0.extend(request.send(&people, token, Some("key")).await.0);
    }
}

async fn too_busy(requests: &[(Request, BTreeSet<Pair>)], met: &mut Met) {
    let busy = Arc::new(AtomicBool::new(false));
    let is_busy = Arc::clone(&busy);
    let wire = Wire::broken(move |_| if is_busy.load(Ordering::SeqCst) { Fault::Throttled } else { Fault::None });
    let people = People::at(TestPlatform::setup().seeded().wire(&wire).start().await).await;
    busy.store(true, Ordering::SeqCst);
    let asked = requests.iter().filter(|(request, _)| !request.roles.is_empty()).map(|(request, _)| {
        let token = if request.is_for("attendee") { &people.adam } else { &people.trainer };
        request.send(&people, token, None)
    });
    met.0.extend(join_all(asked).await.into_iter().filter_map(|(pair, _)| pair));
    busy.store(false, Ordering::SeqCst);
}

async fn bad_values(met: &mut Met) {
    let people = People::meet().await;
    let (trainer, adam) = (&people.trainer, &people.adam);
    let (reschedule, request) =
        (format!("/api/trainings/{NOBODYS}/reschedule"), format!("/api/trainings/{NOBODYS}/request-reschedule"));
    let offer = "/api/trainer/calendar/make-hour-available";
    let take_back = "/api/trainer/calendar/make-hour-unavailable";
    for time in [
        "2027-03-02T14:30:00Z",
        "2027-03-01T09:00:00Z",
        "2027-04-12T12:00:00Z",
        "2027-03-02T11:00:00Z",
        "2027-03-02T21:00:00Z",
    ] {
        met.tell(&people, ("POST", "/api/trainings"), adam, json!({"time": time, "notes": ""})).await;
        for path in [&reschedule, &request] {
            met.tell(&people, ("PUT", path), adam, json!({"time": time})).await;
        }
        for path in [offer, take_back] {
            met.tell(&people, ("PUT", path), trainer, json!({"hours": [time]})).await;
        }
    }
    let long = json!({"time": hour(1, 14), "notes": "ü".repeat(1001)});
    for route in [("POST", "/api/trainings"), ("PUT", &reschedule), ("PUT", &request)] {
        met.tell(&people, route, adam, long.clone()).await;
    }
    let hours: Vec<_> = (0..64).map(|number| hour(1 + number / 9, 12 + number % 9)).collect();
    for path in [offer, take_back] {
        met.tell(&people, ("PUT", path), trainer, json!({"hours": hours})).await;
    }
    let (grant, correct) =
        (format!("/api/users/{NOBODYS}/credits"), format!("/api/users/{NOBODYS}/credits/corrections"));
    for path in [&grant, &correct] {
        met.tell(&people, ("POST", path), trainer, json!({"amount": 0, "reason": "gift"})).await;
        met.tell(&people, ("POST", path), trainer, json!({"amount": 1, "reason": " "})).await;
    }
    met.tell(&people, ("POST", "/api/posts"), adam, json!({"title": " ", "body": "I am here."})).await;
    met.tell(&people, ("POST", "/api/posts"), adam, json!({"title": "Hello", "body": " "})).await;
    for path in [
        "/api/trainer/calendar?dateFrom=2027-03-02&dateTo=2027-03-01",
        "/api/trainer/calendar?dateFrom=2027-03-01&dateTo=2027-06-01",
        "/api/trainings?from=2027-03-02T00:00:00Z&to=2027-03-01T00:00:00Z",
        "/api/trainings?from=2027-03-01T00:00:00Z&to=2027-06-01T00:00:01Z",
        "/api/trainer/calendar/2027-03-02T14:30:00Z",
    ] {
        met.send(&people, ("GET", path), adam, None).await;
    }
}

async fn hours_and_credits(met: &mut Met) {
    let people = People::meet().await;
    let (trainer, adam) = (&people.trainer, &people.adam);
    people.book(&hour(1, 14), adam).await;
    met.tell(&people, ("POST", "/api/trainings"), adam, json!({"time": hour(1, 14), "notes": ""})).await;
    for how in ["available", "unavailable"] {
        let path = format!("/api/trainer/calendar/make-hour-{how}");
        met.tell(&people, ("PUT", &path), trainer, json!({"hours": [hour(1, 14)]})).await;
    }
    let poor = people.platform.sign_up("poor@example.com", "Poor").await;
    met.tell(&people, ("POST", "/api/trainings"), &poor, json!({"time": hour(1, 15), "notes": ""})).await;
    let (uuid, one) = (people.uuid(&poor).await, json!({"amount": 1, "reason": "gift"}));
    met.tell(&people, ("POST", &format!("/api/users/{uuid}/credits/corrections")), trainer, one.clone()).await;
    met.tell(&people, ("POST", &format!("/api/users/{NOBODYS}/credits")), trainer, one.clone()).await;
    met.tell(&people, ("POST", &format!("/api/users/{NOBODYS}/credits/corrections")), trainer, one).await;
    for path in ["posts", "commands", "community/commands"].map(|list| format!("/api/{list}/{NOBODYS}")) {
        met.send(&people, ("GET", &path), adam, None).await;
    }
}

/// Whatever can be done to a training is tried, by the side that may approve what the other has proposed.
async fn each_command(met: &mut Met, people: &People, path: &str, to: &str) {
    let to = || json!({"time": to});
    met.send(people, ("DELETE", path), &people.trainer, None).await;
    met.tell(people, ("PUT", &format!("{path}/reschedule")), &people.trainer, to()).await;
    met.tell(people, ("PUT", &format!("{path}/request-reschedule")), &people.trainer, to()).await;
    met.send(people, ("PUT", &format!("{path}/approve-reschedule")), &people.trainer, None).await;
    met.send(people, ("PUT", &format!("{path}/reject-reschedule")), &people.trainer, None).await;
}

async fn trainings(met: &mut Met) {
    let mut people = People::meet().await;
    let nobodys = format!("/api/trainings/{NOBODYS}");
    met.send(&people, ("GET", &nobodys), &people.adam, None).await;
    each_command(met, &people, &nobodys, &hour(9, 14)).await;

    let canceled = people.book(&hour(8, 14), &people.adam).await;
    people.call("DELETE", &canceled, &people.adam).send().await;
    each_command(met, &people, &canceled, &hour(9, 14)).await;

    let (begun, near) = (people.book(&hour(1, 14), &people.adam).await, people.book(&hour(2, 12), &people.adam).await);
    let proposed = people.book(&hour(8, 15), &people.adam).await;
    for what in ["approve", "reject"] {
        let path = format!("{proposed}/{what}-reschedule");
        met.send(&people, ("PUT", &path), &people.trainer, None).await;
    }
    for what in ["reschedule", "request-reschedule"] {
        let where_it_is = json!({"time": hour(8, 15)});
        met.tell(&people, ("PUT", &format!("{proposed}/{what}")), &people.adam, where_it_is).await;
    }
    people.send("PUT", &format!("{proposed}/request-reschedule"), &people.adam, json!({"time": hour(8, 16)})).await;
    let approve = format!("{proposed}/approve-reschedule");
    met.send(&people, ("PUT", &approve), &people.adam, None).await;
    people.book(&hour(8, 16), &people.anna).await;
    met.send(&people, ("PUT", &approve), &people.trainer, None).await;

    people.wait_until(SignedDuration::ZERO, &hour(1, 14)).await;
    each_command(met, &people, &begun, &hour(9, 14)).await;
    met.tell(&people, ("PUT", &format!("{near}/reschedule")), &people.adam, json!({"time": hour(9, 14)})).await;
}

/// When they were made they could be approved: then time went by, or the club set other hours.
async fn proposals_that_time_has_passed_over(met: &mut Met) {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let people = People::at(TestPlatform::setup().seeded().data_in(&data).start().await).await;
    let mut proposed = Vec::new();
    for (day, to) in [(5, hour(1, 14)), (6, hour(7, 12)), (7, hour(7, 20)), (8, hour(29, 14))] {
        let path = people.book(&hour(day, 15), &people.adam).await;
        people.send("PUT", &format!("{path}/request-reschedule"), &people.adam, json!({"time": to})).await;
        proposed.push(path);
    }
    let clock = Arc::clone(&people.platform.clock);
    people.platform.stop().await;

    let mut template = fs::read_to_string(project_template()).unwrap();
    for (name, before, after) in [("FirstBookableHour", 12, 13), ("LastBookableHour", 20, 19), ("WeeksAhead", 6, 3)] {
        let (above, parameter) = template.split_once(&format!("\n  {name}:\n")).unwrap();
        let changed = parameter.replacen(&format!("Default: {before}\n"), &format!("Default: {after}\n"), 1);
        template = format!("{above}\n  {name}:\n{changed}");
    }
    let file = folder.template_of(&template);
    let platform = TestPlatform::setup().template(&file).data_in(&data).clock(clock).start().await;
    let mut people = People::at(platform).await;
    people.wait_until(SignedDuration::ZERO, &hour(1, 14)).await;
    for path in &proposed {
        met.send(&people, ("PUT", &format!("{path}/approve-reschedule")), &people.trainer, None).await;
    }
}
