//! The stand-in for SQS: rustack, in this process but reached over HTTP on a port of its own, so that
//! functions use the SDK exactly as they do on AWS.
//!
//! Messages are in memory alone. Nothing is lost with them: after a start the streams are read from
//! their beginning again, and whatever was handled before is recognised.

mod depths;
mod http;
mod queues;
mod redrive;
mod server;
mod wake_ups;

use std::io;
use std::sync::Arc;

use rustack_sqs_core::config::SqsConfig;
use rustack_sqs_core::handler::RustackSqsHandler;
use rustack_sqs_core::provider::RustackSqs;
use rustack_sqs_http::service::SqsHttpService;
use thiserror::Error;

use crate::deployment;
use crate::loopback::LoopbackServer;
use crate::template::QueueResource;

pub use depths::Depth;
pub(crate) use depths::depth;
pub(crate) use http::routes;
pub(crate) use queues::create;
pub(crate) use wake_ups::WakeUps;

/// Why a queue cannot be used.
#[derive(Debug, Error)]
pub enum QueueError {
    /// No port on the loopback interface.
    #[error("the queues find no port to listen on: {0}")]
    NoPort(#[from] io::Error),
    /// SQS refuses.
    #[error("queue {queue}: {reason}")]
    Refused {
        /// The queue's logical id.
        queue: String,
        /// What SQS says.
        reason: String,
    },
    /// Queues are each other's dead-letter queues, or one is missing.
    #[error("queue {0}: its dead-letter queue is not in the template, or its own source")]
    NoDeadLetterQueue(String),
}

/// A running SQS.
pub(crate) struct MessageQueues {
    server: LoopbackServer,
}

impl MessageQueues {
    /// Serves an SQS without queues.
    pub(crate) async fn start(wake_ups: WakeUps) -> Result<Self, QueueError> {
        let sqs = RustackSqs::new(SqsConfig {
            skip_signature_validation: true,
            default_region: deployment::REGION.to_owned(),
            account_id: deployment::ACCOUNT.to_owned(),
            ..SqsConfig::default()
        });
        let handler = wake_ups::Waking::new(RustackSqsHandler::new(Arc::new(sqs)), wake_ups);
        let service = SqsHttpService::new(Arc::new(handler), rustack_sqs_http::service::SqsHttpConfig::default());
        let listener = LoopbackServer::bind(0).await?;
        let server = LoopbackServer::start(listener, |listener, stopped| server::serve(listener, service, stopped))?;
        Ok(Self { server })
    }

    /// Its endpoint.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Stops it; every message is gone.
    pub(crate) async fn stop(self) {
        self.server.stop().await;
    }
}

fn refused(queue: &QueueResource, error: &(impl std::error::Error + 'static)) -> QueueError {
    QueueError::Refused { queue: queue.logical_id.clone(), reason: kit_domain::causes(error) }
}
