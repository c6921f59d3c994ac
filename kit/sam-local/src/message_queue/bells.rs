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

/// A bell for each queue, rung when there may be something to receive: so nobody has to ask often
/// to be told at once.
#[derive(Clone)]
pub(crate) struct Bells(Arc<BTreeMap<String, Arc<Notify>>>);

impl Bells {
    pub(crate) fn of(queues: &[QueueResource]) -> Self {
        Self(Arc::new(queues.iter().map(|queue| (queue.url(), Arc::default())).collect()))
    }

    /// The bell of a queue; one that nobody rings if there is no such queue.
    pub(crate) fn bell(&self, queue: &QueueResource) -> Arc<Notify> {
        self.0.get(&queue.url()).cloned().unwrap_or_default()
    }
}

/// SQS, which rings the bells.
pub(super) struct Ringing {
    sqs: RustackSqsHandler,
    bells: Bells,
}

#[derive(Deserialize)]
struct OfQueue {
    #[serde(rename = "QueueUrl")]
    url: String,
}

impl Ringing {
    pub(super) fn new(sqs: RustackSqsHandler, bells: Bells) -> Self {
        Self { sqs, bells }
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<SqsResponseBody>, SqsError>> + Send>>;

impl SqsHandler for Ringing {
    fn handle_operation(&self, operation: SqsOperation, body: Bytes) -> Answer {
        let bell = if lets_receive(operation) {
            let request = serde_json::from_slice::<OfQueue>(&body).ok();
            request.and_then(|request| self.bells.0.get(&request.url).cloned())
        } else {
            None
        };
        let answer = self.sqs.handle_operation(operation, body);
        Box::pin(async move {
            let answer = answer.await;
            if let Some(bell) = bell {
                bell.notify_one();
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
