//! Each function's statements in template.yaml are exactly what it does: no action is missing, and none is too many.
//!
//! Every function is invoked with its payloads, in the situations that make it do all that it can, and what it asks of
//! DynamoDB, SQS and Cognito is written down as IAM would see it. `TransactWriteItems` and `TransactGetItems` are no
//! actions of IAM: they need the action of each item in them.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html>
//!
//! Not seen here: what Lambda does with a function's role (its log, its traces, its event sources).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::{config::http::HttpRequest, types::AttributeValue};
use aws_smithy_http_client::Builder as HttpClientBuilder;
use aws_smithy_runtime_api::client::{
    http::{HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn},
    orchestrator::HttpResponse,
    result::ConnectorError,
};
use functions::PROGRAM;
use futures_util::{StreamExt, stream};
use local::{
    Data, Options, Platform, deployment,
    payload_world::{self, MARY},
};
use serde_json::{Value, json};

use crate::{
    payloads::{failure, name_of, payloads},
    support::{SetClock, project_template},
};

/// An action on a resource.
type Use = (String, String);

/// What each function, by its handler, has done.
#[derive(Clone, Debug, Default)]
struct Watch {
    done: Arc<Mutex<BTreeMap<String, BTreeSet<Use>>>>,
    /// Whether no commit is answered.
    deaf: bool,
}

tokio::task_local! {
    /// The function that runs in this task.
    static FUNCTION: String;
}

/// Where actions of a service are written down.
#[derive(Debug)]
struct Watcher {
    inner: SharedHttpConnector,
    watch: Watch,
}

impl HttpConnector for Watcher {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        if let Ok(function) = FUNCTION.try_with(Clone::clone) {
            let target = request.headers().get("x-amz-target").unwrap_or_default();
            let (service, operation) = target.split_once('.').unwrap_or_default();
            let body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap();
            self.watch.done.lock().unwrap().entry(function).or_default().extend(actions(service, operation, &body));
            if self.watch.deaf && operation == "TransactWriteItems" {
                return HttpConnectorFuture::ready(Err(ConnectorError::timeout("no answer".into())));
            }
        }
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            let response: HttpResponse = inner.call(request).await?;
            Ok(response)
        })
    }
}

impl Watch {
    fn client(&self) -> SharedHttpClient {
        let (inner, watch) = (HttpClientBuilder::new().build_http(), self.clone());
        http_client_fn(move |settings, components| {
            let inner = inner.http_connector(settings, components);
            SharedHttpConnector::new(Watcher { inner, watch: watch.clone() })
        })
    }

    /// The same, but no commit is answered.
    fn deaf(&self) -> Self {
        Self { deaf: true, ..self.clone() }
    }

    /// A platform on which this watches, in the world of the payloads.
    async fn platform(&self) -> Platform {
        self.platform_at(payload_world::NOW).await
    }

    /// The same, when it is that late.
    async fn platform_at(&self, now: &str) -> Platform {
        let (dynamodb, sqs, cognito) = (self.client(), self.client(), self.client());
        let platform = local::start(Options {
            clock: SetClock::at(now),
            dynamodb: Some(Arc::new(move |config| config.http_client(dynamodb.clone()))),
            sqs: Some(Arc::new(move |config| config.http_client(sqs.clone()))),
            cognito: Some(Arc::new(move |config| config.http_client(cognito.clone()))),
            around: Some(Arc::new(|invocation, handler| {
                let function = invocation.function.clone();
                Box::pin(FUNCTION.scope(function, async move { handler(invocation).await }))
            })),
            ..Options::new(project_template(), Data::InMemory)
        });
        let platform = platform.await.unwrap();
        payload_world::arrange(&platform).await.unwrap();
        platform
    }
}

/// What IAM asks for when this is called.
fn actions(service: &str, operation: &str, body: &Value) -> Vec<Use> {
    let table = |name: &Value| deployment::table_arn(name.as_str().unwrap());
    let dynamodb = |action: &str, resource: String| (format!("dynamodb:{action}"), resource);
    match operation {
        _ if service == "AWSCognitoIdentityProviderService" => {
            vec![(format!("cognito-idp:{operation}"), pool_arn(body["UserPoolId"].as_str().unwrap()))]
        }
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().unwrap().keys();
            tables.map(|name| dynamodb(operation, deployment::table_arn(name))).collect()
        }
        "TransactWriteItems" | "TransactGetItems" => {
            let items = body["TransactItems"].as_array().unwrap().iter().flat_map(|item| item.as_object().unwrap());
            let action = |kind: &str| match kind {
                "ConditionCheck" => "ConditionCheckItem".to_owned(),
                kind => format!("{kind}Item"),
            };
            items.map(|(kind, item)| dynamodb(&action(kind), table(&item["TableName"]))).collect()
        }
        "SendMessage" | "SendMessageBatch" => {
            let queue = body["QueueUrl"].as_str().unwrap().rsplit('/').next().unwrap();
            vec![("sqs:SendMessage".to_owned(), deployment::queue_arn(queue))]
        }
        _ => {
            let resource = match body["IndexName"].as_str() {
                Some(index) => format!("{}/index/{index}", table(&body["TableName"])),
                None => table(&body["TableName"]),
            };
            vec![dynamodb(operation, resource)]
        }
    }
}

/// The ARN of a user pool, in the form that the template's names stand for here.
fn pool_arn(name: &str) -> String {
    format!("arn:aws:local:{}:{}:{name}", deployment::REGION, deployment::ACCOUNT)
}

/// What the template allows each function.
fn allowed() -> BTreeMap<String, BTreeSet<Use>> {
    let template = local::template(&project_template()).unwrap();
    let functions = template.functions.into_iter().map(|function| {
        let statements = function.statements.into_iter();
        let uses = statements.flat_map(|statement| {
            let resources = statement.resources;
            statement.actions.into_iter().flat_map(move |action| {
                let uses = resources.iter().map(|resource| (action.clone(), resource.clone()));
                uses.collect::<Vec<_>>()
            })
        });
        (function.handler, uses.collect())
    });
    functions.collect()
}

/// A payload as it is sent under a key.
fn under_key(payload: &Value, key: &str) -> Value {
    let mut payload = payload.clone();
    payload["headers"]["idempotency-key"] = json!(key);
    payload
}

/// The same request of the other role; the same when it is of nobody.
fn of_the_other(payload: &Value) -> Value {
    let mut payload = payload.clone();
    let Some(claims) = payload.pointer_mut("/requestContext/authorizer/jwt/claims") else { return payload };
    let is_trainer = claims["cognito:groups"] == "[trainer]";
    let (group, sub, name) = if is_trainer {
        ("[attendee]", MARY, "Mary Attendee")
    } else {
        ("[trainer]", payload_world::TRAINER, "Tom Trainer")
    };
    claims["cognito:groups"] = json!(group);
    claims["sub"] = json!(sub);
    claims["name"] = json!(name);
    payload
}

/// The same, an hour before the training: canceled late, nothing comes back.
fn late(payload: &Value) -> Value {
    let mut payload = payload.clone();
    payload["requestContext"]["timeEpoch"] = json!(1_796_302_800_000_i64);
    payload
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_function_may_do_exactly_what_it_does() {
    let watch = Watch::default();
    // A few at a time: a platform that does not get the processor for seconds gives up.
    let all = stream::iter(payloads()).for_each_concurrent(3, |file| {
        let watch = watch.clone();
        async move {
            let (function, _) = name_of(&file);
            let payload: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            if failure(file.file_name().unwrap().to_str().unwrap()).is_some() {
                let platform = watch.platform().await;
                platform.invoke(&function, payload.to_string().as_bytes()).await.unwrap_err();
                return;
            }
            if payload.get("requestContext").is_some() {
                watch_requests(&watch, &function, &payload).await;
            } else {
                watch_messages(&watch, &function, &payload).await;
            }
            // An account whose snapshot is of another form is replayed.
            let platform = watch.platform().await;
            forget_form(&platform).await;
            invoke(&platform, &function, &payload).await;
            // When no commit is answered, the inbox tells whether one took effect.
            let platform = watch.deaf().platform().await;
            let _ = platform.invoke(&function, payload.to_string().as_bytes()).await;
        }
    });
    all.await;
    let done = watch.done.lock().unwrap().clone();
    let mut wrong = Vec::new();
    for (function, allowed) in allowed() {
        let done = done.get(&function).cloned().unwrap_or_default();
        wrong.extend(done.difference(&allowed).map(|(action, on)| format!("{function} may not {action} on {on}")));
        wrong.extend(
            allowed.difference(&done).map(|(action, on)| format!("{function} may {action} on {on}, and does not")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_allowed_on_everything() {
    for (function, allowed) in allowed() {
        for (action, resource) in allowed {
            assert!(!action.contains('*') && !resource.contains('*'), "{function}: {action} on {resource}");
        }
    }
}

/// A request in all that can become of it: done, done before, refused under a key (then the inbox is asked once more), and
/// put off; by either role, in good time and late.
async fn watch_requests(watch: &Watch, function: &str, payload: &Value) {
    for variant in [payload.clone(), of_the_other(payload), late(payload), of_the_other(&late(payload))] {
        let platform = watch.platform().await;
        invoke(&platform, function, &variant).await;
        invoke(&platform, function, &under_key(&variant, "a")).await;
        invoke(&platform, function, &under_key(&variant, "b")).await;

        let platform = watch.platform().await;
        let mut put_off = variant.clone();
        put_off["headers"]["prefer"] = json!("respond-async");
        invoke(&platform, function, &put_off).await;
        for accepted in accepted(&platform).await {
            let executes = match accepted["data"]["books"].as_str().unwrap() {
                "workouts" => "execute-command".to_owned(),
                context => format!("{context}-execute-command"),
            };
            let mut delivery: Value =
                serde_json::from_str(include_str!("../../../events/execute-command.json")).unwrap();
            delivery["Records"].as_array_mut().unwrap().truncate(1);
            delivery["Records"][0]["body"] = json!(accepted.to_string());
            invoke(&platform, &executes, &delivery).await;
            if variant == *payload {
                forget_form(&platform).await;
            }
            invoke(&platform, &executes, &delivery).await;
        }
    }
}

/// Messages in all that can become of them: as they are, of every other type that is subscribed to, too early, and
/// unreadable.
async fn watch_messages(watch: &Watch, function: &str, payload: &Value) {
    let mut variants = vec![payload.to_string()];
    for subscription in PROGRAM.subscriptions() {
        if let [kind] = subscription.types().as_slice() {
            variants.push(payload.to_string().replace("training.scheduled.v1", kind));
        }
    }
    for variant in variants {
        let platform = watch.platform().await;
        platform.invoke(function, variant.as_bytes()).await.unwrap();
    }
    // Two hours after somebody has closed their account, and nothing has followed from that.
    let platform = watch.platform_at("2026-12-01T12:30:00Z").await;
    let close = serde_json::from_str(include_str!("../../../events/deactivate-account.json")).unwrap();
    invoke(&platform, "deactivate-account", &close).await;
    write_nonsense(&platform).await;
    invoke(&platform, function, payload).await;
    // Of one who has more trainings than one delivery gets through.
    if PROGRAM.subscriptions().iter().any(|one| one.subscriber() == function && one.includes("user.deactivated.v1")) {
        let platform = watch.platform().await;
        book_many(&platform).await;
        post_many(&platform).await;
        invoke(&platform, function, payload).await;
    }
    if let Some(records) = payload["Records"].as_array() {
        let (mut odd, mut early) = (payload.clone(), payload.clone());
        for record in 0..records.len() {
            odd["Records"][record]["body"] = json!("not an event");
            odd["Records"][record]["dynamodb"]["NewImage"]["events"] = json!({"S": "no events"});
            if let Some(body) = early["Records"][record]["body"].as_str() {
                let mut event: Value = serde_json::from_str(body).unwrap();
                event["sequence"] = json!("0000000007.000");
                early["Records"][record]["body"] = json!(event.to_string());
                early["Records"][record]["attributes"]["ApproximateReceiveCount"] = json!("2");
            }
        }
        for variant in [odd, early] {
            let platform = watch.platform().await;
            invoke(&platform, function, &variant).await;
        }
    }
}

/// Puts a commit into each log that nobody can read.
async fn write_nonsense(platform: &Platform) {
    let item = json!({
        "pk": "NONSENSE", "sk": "COMMIT#0000000001", "events": "no events",
        "list": "COMMITS#2026-12-01", "place": "2026-12-01T10:30:00.000000000Z#NONSENSE#COMMIT#0000000001",
    });
    for table in ["WorkoutsTable", "CommunityTable"] {
        let put = platform.dynamodb().put_item().table_name(platform.table(table).unwrap());
        put.set_item(Some(serde_dynamo::to_item(&item).unwrap())).send().await.unwrap();
    }
}

async fn invoke(platform: &Platform, function: &str, payload: &Value) {
    platform.invoke(function, payload.to_string().as_bytes()).await.unwrap();
}

/// More than a hundred bookings of Mary's, each as its payload books one.
async fn book_many(platform: &Platform) {
    let sample = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let days: Vec<String> = (4..16).map(|day| format!("2026-12-{day:02}")).collect();
    let hours = |days: &[String]| -> Vec<String> {
        days.iter().flat_map(|day| (12..=20).map(move |hour| format!("{day}T{hour}:00:00Z"))).collect()
    };
    let mut number = 0;
    let mut with = |payload: &Value, body: &Value| {
        let mut payload = payload.clone();
        number += 1;
        payload["headers"].as_object_mut().unwrap().remove("idempotency-key");
        payload["requestContext"]["requestId"] = json!(format!("many-{number}"));
        payload["body"] = json!(body.to_string());
        payload
    };
    let open = sample(include_str!("../../../events/make-hours-available.json"));
    for days in days.chunks(6) {
        invoke(platform, "make-hours-available", &with(&open, &json!({"hours": hours(days)}))).await;
    }
    let grant = sample(include_str!("../../../events/grant-credits.json"));
    invoke(platform, "grant-credits", &with(&grant, &json!({"amount": 100, "reason": "gift"}))).await;
    let book = sample(include_str!("../../../events/schedule-training.json"));
    for time in hours(&days) {
        invoke(platform, "schedule-training", &with(&book, &json!({"time": time, "notes": ""}))).await;
    }
}

/// More than a hundred posts of Mary's.
async fn post_many(platform: &Platform) {
    let post: Value = serde_json::from_str(include_str!("../../../events/publish-post.json")).unwrap();
    for number in 0..130 {
        let mut post = post.clone();
        post["headers"].as_object_mut().unwrap().remove("idempotency-key");
        post["requestContext"]["requestId"] = json!(format!("post-{number}"));
        invoke(platform, "publish-post", &post).await;
    }
}

/// The events of the commands that have been put off.
async fn accepted(platform: &Platform) -> Vec<Value> {
    let mut events = Vec::new();
    for table in ["WorkoutsTable", "CommunityTable"].into_iter().filter_map(|table| platform.table(table)) {
        let items = platform.dynamodb().scan().table_name(table).into_paginator().items().send();
        for item in items.collect::<Result<Vec<_>, _>>().await.unwrap() {
            if item["sk"].as_s().is_ok_and(|sk| sk == "COMMAND") {
                let item: Value = serde_dynamo::from_item(item).unwrap();
                events.extend(item["events"].as_array().unwrap().clone());
            }
        }
    }
    events
}

async fn forget_form(platform: &Platform) {
    let form = AttributeValue::N("0".into());
    let key = AttributeValue::S(format!("CREDITS#{MARY}"));
    let update = platform.dynamodb().update_item().table_name(platform.table("WorkoutsTable").unwrap());
    let update =
        update.key("pk", key).key("sk", AttributeValue::S("STATE".into())).update_expression("SET form = :form");
    update.expression_attribute_values(":form", form).send().await.unwrap();
}
