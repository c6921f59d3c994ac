use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::{
    client::{
        http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
        orchestrator::{HttpRequest, HttpResponse},
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use jiff::{SignedDuration, Timestamp};
use kit_domain::Clock;
use kit_dynamodb::{aws::Aws, testing::create_table};
use kit_lambda::{InvokeError, NoHandler, Surroundings, TimeOrderedIds, Variables, sqs_config};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};
use uuid::Uuid;

use crate::kitchen::PROGRAM;

/// The kitchen's functions in surroundings of their own.
pub(crate) struct World {
    surroundings: Surroundings,
    time: Arc<Mutex<Timestamp>>,
    sent: Arc<Mutex<Vec<Sent>>>,
    _stop: oneshot::Sender<()>,
}

/// A message that was sent to a queue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sent {
    pub(crate) queue: String,
    pub(crate) id: String,
    pub(crate) group: String,
    pub(crate) body: Value,
}

struct HandMoved(Arc<Mutex<Timestamp>>);

impl Clock for HandMoved {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl World {
    pub(crate) async fn open() -> Self {
        let database = dynoxide::Database::memory().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            dynoxide::server::serve_with_shutdown(listener, database, stopped).await.unwrap();
        });
        let aws = Aws::read(|name| match name {
            "AWS_REGION" => Some("us-east-1".to_owned()),
            "AWS_ENDPOINT_URL" => Some(url.clone()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("local".to_owned()),
            _ => None,
        });
        let aws = aws.unwrap();
        for table in ["kitchen-table", "menu-table"] {
            create_table(&aws.dynamodb(), table).await;
        }
        let sent = Arc::default();
        let sqs = sqs(&aws, Arc::clone(&sent));
        let time = Arc::new(Mutex::new("2026-12-01T10:30:00Z".parse().unwrap()));
        let clock = Arc::new(HandMoved(Arc::clone(&time)));
        let surroundings = Surroundings::new(aws, clock, Arc::new(TimeOrderedIds)).with_sqs(sqs);
        Self { surroundings, time, sent, _stop: stop }
    }

    pub(crate) fn forward(&self, by: SignedDuration) {
        *self.time.lock().unwrap() += by;
    }

    /// Every message that was sent since this was called last.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.sent.lock().unwrap())
    }

    /// Invokes a function.
    pub(crate) async fn invoke(&self, function: &str, payload: &Value) -> Result<Value, InvokeError> {
        let handler = self.make(function, "")?;
        let answer = handler.invoke(payload.to_string().as_bytes(), lambda_runtime::Context::default()).await?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Makes a function, without one of its variables.
    pub(crate) fn make(&self, function: &str, missing: &'static str) -> Result<kit_lambda::Handler, NoHandler> {
        let variables = Variables::new(move |name| {
            let usual = match name {
                "KITCHEN_TABLE" => "kitchen-table",
                "MENU_TABLE" => "menu-table",
                "QUEUE_PREFIX" => "https://queues/house-",
                "UNRELAYED_RECORDS_QUEUE" => "https://queues/unrelayed",
                _ => return None,
            };
            (name != missing).then(|| usual.to_owned())
        });
        PROGRAM.make(function, variables, self.surroundings.clone())
    }

    /// Sends a request to put an egg into the water.
    pub(crate) async fn put_in(&self, egg: Uuid, headers: Value) -> Value {
        let claims = json!({"sub": Uuid::from_u128(7), "token_use": "id", "cognito:groups": "[cook]"});
        let path = format!("/api/eggs/{egg}");
        let request = json!({
            "version": "2.0", "routeKey": "PUT /api/eggs/{uuid}", "rawPath": path, "rawQueryString": "",
            "headers": headers, "pathParameters": {"uuid": egg}, "isBase64Encoded": false,
            "requestContext": {
                "accountId": "1", "apiId": "a", "requestId": Uuid::now_v7(), "stage": "$default",
                "authorizer": {"jwt": {"claims": claims}},
                "http": {"method": "PUT", "path": path, "protocol": "HTTP/1.1", "sourceIp": "::1", "userAgent": "t"},
            },
        });
        self.invoke("put-in", &request).await.unwrap()
    }

    /// Delivers messages to the subscriber whose queue they were sent to. Returns how many it hands back.
    pub(crate) async fn deliver(&self, messages: &[Sent]) -> usize {
        let mut failures = 0;
        for message in messages {
            let subscriber =
                message.queue.strip_prefix("https://queues/house-").unwrap().strip_suffix(".fifo").unwrap();
            let batch = json!({"Records": [{
                "messageId": Uuid::now_v7(), "body": message.body.to_string(), "messageAttributes": {},
                "attributes": {
                    "MessageGroupId": message.group, "MessageDeduplicationId": message.id, "ApproximateReceiveCount": "1",
                },
            }]});
            let answer = self.invoke(subscriber, &batch).await.unwrap();
            failures += answer["batchItemFailures"].as_array().unwrap().len();
        }
        failures
    }
}

/// A client of SQS whose wire keeps every message of a batch, and answers that it was sent.
fn sqs(aws: &Aws, sent: Arc<Mutex<Vec<Sent>>>) -> aws_sdk_sqs::Client {
    let wire = Sink(sent);
    let client = http_client_fn(move |_, _| SharedHttpConnector::new(wire.clone()));
    aws_sdk_sqs::Client::from_conf(sqs_config(aws).http_client(client).build())
}

#[derive(Clone, Debug)]
struct Sink(Arc<Mutex<Vec<Sent>>>);

impl HttpConnector for Sink {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request: Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let mut successful = Vec::new();
        for entry in request["Entries"].as_array().unwrap() {
            let text = |name: &str| entry[name].as_str().unwrap().to_owned();
            self.0.lock().unwrap().push(Sent {
                queue: request["QueueUrl"].as_str().unwrap().to_owned(),
                id: text("MessageDeduplicationId"),
                group: text("MessageGroupId"),
                body: serde_json::from_str(&text("MessageBody")).unwrap(),
            });
            successful.push(json!({"Id": entry["Id"], "MessageId": "m", "MD5OfMessageBody": "5"}));
        }
        let answer = json!({"Successful": successful, "Failed": []}).to_string();
        let response = HttpResponse::new(StatusCode::try_from(200).unwrap(), SdkBody::from(answer));
        HttpConnectorFuture::ready(Ok(response))
    }
}
