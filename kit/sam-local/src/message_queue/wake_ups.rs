use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::Response;
use rustack_sqs_core::handler::RustackSqsHandler;
use rustack_sqs_http::body::SqsResponseBody;
use rustack_sqs_http::dispatch::SqsHandler;
use rustack_sqs_model::error::SqsError;
use rustack_sqs_model::operations::SqsOperation;
use serde::Deserialize;
use tokio::sync::Notify;

use crate::template::QueueResource;

/// Wakes the reader of a queue when there may be something to receive, so that nobody has to ask again and again.
#[derive(Clone)]
pub(crate) struct WakeUps(Arc<BTreeMap<String, Waiting>>);

struct Waiting {
    reader: Arc<Notify>,
    /// The URL of the queue that gets what this one gives up on.
    dead_letters: Option<String>,
}

impl WakeUps {
    pub(crate) fn of(queues: &[QueueResource]) -> Self {
        let url = |logical_id: &String| queues.iter().find(|q| q.logical_id == *logical_id).map(QueueResource::url);
        let waiting = queues.iter().map(|queue| {
            let dead_letters = queue.dead_letters.as_ref().and_then(|dead_letters| url(&dead_letters.queue));
            (queue.url(), Waiting { reader: Arc::default(), dead_letters })
        });
        Self(Arc::new(waiting.collect()))
    }

    /// Notified for the reader of that queue; never if there is no such queue.
    pub(crate) fn reader_of(&self, queue: &QueueResource) -> Arc<Notify> {
        self.0.get(&queue.url()).map(|waiting| Arc::clone(&waiting.reader)).unwrap_or_default()
    }

    /// Whom to wake after an operation on a queue.
    fn after(&self, operation: SqsOperation, url: &str) -> Option<Arc<Notify>> {
        let queue = self.0.get(url)?;
        if lets_receive(operation) {
            return Some(Arc::clone(&queue.reader));
        }
        // SQS moves a message to the dead-letter queue when somebody would receive it once too often.
        let dead_letters = queue.dead_letters.as_ref().filter(|_| operation == SqsOperation::ReceiveMessage)?;
        self.0.get(dead_letters).map(|waiting| Arc::clone(&waiting.reader))
    }
}

/// SQS, which wakes readers.
pub(super) struct Waking {
    sqs: RustackSqsHandler,
    wake_ups: WakeUps,
}

#[derive(Deserialize)]
struct OfQueue {
    #[serde(rename = "QueueUrl")]
    url: String,
}

impl Waking {
    pub(super) fn new(sqs: RustackSqsHandler, wake_ups: WakeUps) -> Self {
        Self { sqs, wake_ups }
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<SqsResponseBody>, SqsError>> + Send>>;

impl SqsHandler for Waking {
    fn handle_operation(&self, operation: SqsOperation, body: Bytes) -> Answer {
        let request = serde_json::from_slice::<OfQueue>(&body).ok();
        let reader = request.and_then(|request| self.wake_ups.after(operation, &request.url));
        let answer = self.sqs.handle_operation(operation, body);
        Box::pin(async move {
            let answer = answer.await;
            if let Some(reader) = reader {
                reader.notify_one();
            }
            answer
        })
    }
}

/// Whether there may be more to receive afterwards: a message, or the next one of its group.
fn lets_receive(operation: SqsOperation) -> bool {
    matches!(
        operation,
        SqsOperation::SendMessage
            | SqsOperation::SendMessageBatch
            | SqsOperation::DeleteMessage
            | SqsOperation::DeleteMessageBatch
            | SqsOperation::ChangeMessageVisibility
            | SqsOperation::ChangeMessageVisibilityBatch
    )
}
