//! The wire to DynamoDB or SQS: counts the calls on it, and breaks it on purpose.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use aws_sdk_dynamodb::config::{Builder, RuntimeComponents, SharedHttpClient, http::HttpRequest};
use aws_smithy_http_client::Builder as HttpClientBuilder;
use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector, http_client_fn,
        },
        orchestrator::HttpResponse,
        result::ConnectorError,
    },
    http::StatusCode,
};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};

/// What happens to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it is answered.
    None,
    /// It takes effect, but its answer is lost.
    LostAnswer,
    /// It is refused because the table is overloaded.
    Throttled,
    /// It is refused because another transaction is under way on one of its items.
    TransactionConflict,
    /// The table hands all keys back unprocessed.
    Unprocessed,
    /// A batch is no snapshot: the inbox was read before, the rest after another's commit.
    InboxReadBefore,
    /// Of a batch of messages only those are taken whose bit is set here, the first's is the lowest.
    Taken(u16),
    /// It is on its way until all else has had so many turns.
    Slow(u32),
}

/// A wire that is watched. Clones share what they see.
#[derive(Clone)]
pub struct Wire(Arc<Mutex<Watched>>);

struct Watched {
    calls: Vec<String>,
    under_way: usize,
    round_trips: usize,
    fault: Box<dyn FnMut(&str) -> Fault + Send>,
}

impl Wire {
    /// A wire on which nothing goes wrong.
    #[must_use]
    pub fn sound() -> Self {
        Self::broken(|_| Fault::None)
    }

    /// A wire on which `fault` decides, by the name of its operation, what happens to each call.
    pub fn broken(fault: impl FnMut(&str) -> Fault + Send + 'static) -> Self {
        let fault = Box::new(fault);
        Self(Arc::new(Mutex::new(Watched { calls: Vec::new(), under_way: 0, round_trips: 0, fault })))
    }

    /// A client configuration that uses this wire.
    #[must_use]
    pub fn configure(&self, config: Builder) -> Builder {
        config.http_client(self.client())
    }

    /// Whether nothing is on its way.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).under_way == 0
    }

    /// Forgets what was seen.
    pub fn clear(&self) {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watched.calls.clear();
        watched.round_trips = 0;
    }

    /// The operations called, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).calls.clone()
    }

    /// How often the functions had to wait: calls under way at the same time are one.
    #[must_use]
    pub fn round_trips(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).round_trips
    }

    /// The HTTP client that uses this wire, for a client of any service.
    #[must_use]
    pub fn client(&self) -> SharedHttpClient {
        let (inner, wire) = (HttpClientBuilder::new().build_http(), self.clone());
        http_client_fn(move |settings: &HttpConnectorSettings, components: &RuntimeComponents| {
            SharedHttpConnector::new(Watcher { inner: inner.http_connector(settings, components), wire: wire.clone() })
        })
    }

    fn begin(&self, operation: &str) -> Fault {
        // A fault may be a panic, which poisons the lock and must not count as a call.
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = (watched.fault)(operation);
        watched.calls.push(operation.to_owned());
        if watched.under_way == 0 {
            watched.round_trips += 1;
        }
        watched.under_way += 1;
        fault
    }

    fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).under_way -= 1;
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

#[derive(Debug)]
struct Watcher {
    inner: SharedHttpConnector,
    wire: Wire,
}

impl HttpConnector for Watcher {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let wire = self.wire.clone();
        let fault = wire.begin(&operation);
        let asked = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        let inner = self.inner.clone();
        // What has been sent arrives, also when its sender has been killed meanwhile.
        let carried = tokio::spawn(async move {
            let answer = carry(&inner, request, &operation, &asked, fault).await;
            wire.end();
            answer
        });
        HttpConnectorFuture::new(async move {
            carried.await.unwrap_or_else(|stopped| Err(ConnectorError::other(stopped.into(), None)))
        })
    }
}

async fn carry(
    inner: &SharedHttpConnector,
    request: HttpRequest,
    operation: &str,
    asked: &str,
    fault: Fault,
) -> Result<HttpResponse, ConnectorError> {
    match fault {
        Fault::None => inner.call(request).await,
        Fault::Slow(turns) => {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            inner.call(request).await
        }
        Fault::LostAnswer => {
            inner.call(request).await?;
            Err(ConnectorError::timeout("the answer was lost".into()))
        }
        Fault::InboxReadBefore => {
            let mut answer = inner.call(request).await?;
            let body = ByteStream::new(answer.take_body()).collect().await.unwrap().into_bytes();
            let mut body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            for items in body["Responses"].as_object_mut().unwrap().values_mut() {
                let is_other = |item: &serde_json::Value| !item["pk"]["S"].as_str().unwrap().starts_with("INBOX#");
                items.as_array_mut().unwrap().retain(is_other);
            }
            Ok(response(200, body.to_string()))
        }
        Fault::Throttled => Ok(refusal("ThrottlingException", "\"message\":\"too fast\"")),
        Fault::TransactionConflict if operation.starts_with("Transact") => Ok(refusal(
            "TransactionCanceledException",
            r#""Message":"Transaction cancelled [TransactionConflict]","CancellationReasons":[{"Code":"TransactionConflict"}]"#,
        )),
        Fault::TransactionConflict => Ok(refusal("TransactionConflictException", "\"message\":\"under way\"")),
        Fault::Unprocessed => {
            let request: serde_json::Value = serde_json::from_str(asked).unwrap();
            let body = serde_json::json!({"Responses": {}, "UnprocessedKeys": request["RequestItems"]});
            Ok(response(200, body.to_string()))
        }
        Fault::Taken(taken) => send_some(inner, request, asked, taken).await,
    }
}

/// Sends some messages of a batch, and tells of the others that they have failed.
async fn send_some(
    inner: &SharedHttpConnector,
    mut request: HttpRequest,
    asked: &str,
    taken: u16,
) -> Result<HttpResponse, ConnectorError> {
    let mut batch: serde_json::Value = serde_json::from_str(asked).unwrap();
    let entries = batch["Entries"].as_array().unwrap().clone();
    let (sent, left): (Vec<_>, Vec<_>) =
        entries.into_iter().enumerate().partition(|(number, _)| taken & (1 << number) != 0);
    let failed: Vec<_> = left
        .into_iter()
        .map(|(_, entry)| serde_json::json!({"Id": entry["Id"], "Code": "InternalError", "SenderFault": false}))
        .collect();
    let mut answer = serde_json::json!({"Successful": [], "Failed": []});
    if !sent.is_empty() {
        batch["Entries"] = sent.into_iter().map(|(_, entry)| entry).collect();
        let body = batch.to_string();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        let mut answered = inner.call(request).await?;
        let body = ByteStream::new(answered.take_body()).collect().await.unwrap().into_bytes();
        answer = serde_json::from_slice(&body).unwrap();
    }
    answer["Failed"] = failed.into();
    Ok(response(200, answer.to_string()))
}

fn refusal(code: &str, members: &str) -> HttpResponse {
    response(400, format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}",{members}}}"#))
}

fn response(status: u16, body: String) -> HttpResponse {
    HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body))
}

/// A fault for the first `times` calls of `operation`.
pub fn first(times: usize, operation: &'static str, fault: Fault) -> impl FnMut(&str) -> Fault + Send {
    let mut left = times;
    move |called| {
        if called == operation && left > 0 {
            left -= 1;
            fault
        } else {
            Fault::None
        }
    }
}
