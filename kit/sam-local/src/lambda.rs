//! The stand-in for the Lambda service: it knows the functions of the template, gives each its own
//! settings, and invokes them as Lambda does: each call on its own, under the function's timeout,
//! to its end whether or not the caller still waits, and a crash is the call's and nobody else's.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kit_domain::{Ids, causes};
use lambda_runtime::{Config, Context};
use thiserror::Error;
use tokio::time::timeout;

use crate::deployment;
use crate::in_flight::InFlight;
use crate::program::{Handler, Invocation};
use crate::template::FunctionResource;

/// The functions that can be invoked.
pub(crate) struct Lambda {
    hosted: BTreeMap<String, Hosted>,
    ids: Arc<dyn Ids>,
    in_flight: InFlight,
    begun: AtomicU64,
}

/// A function with what it needs.
struct Hosted {
    /// Its name in the program.
    name: String,
    handler: Handler,
    timeout: Duration,
    config: Arc<Config>,
}

/// Why an invocation gave no result. What it says is for the log, never for the caller.
#[derive(Debug, Error)]
pub enum InvocationFailure {
    /// No function has that name.
    #[error("there is no function {0}")]
    Unknown(String),
    /// The function answered with an error.
    #[error("the function failed: {0}")]
    Failed(String),
    /// The function panicked.
    #[error("the function panicked")]
    Panicked,
    /// The function took longer than the template allows.
    #[error("the function did not finish within {} s", .0.as_secs())]
    TimedOut(Duration),
}

impl Lambda {
    pub(crate) fn new(ids: Arc<dyn Ids>, in_flight: InFlight) -> Self {
        Self { hosted: BTreeMap::new(), ids, in_flight, begun: AtomicU64::new(0) }
    }

    /// Makes a function callable by its logical id.
    pub(crate) fn host(&mut self, resource: &FunctionResource, handler: Handler) {
        let hosted = Hosted {
            name: resource.handler.clone(),
            handler,
            timeout: resource.timeout,
            config: Arc::new(Config {
                function_name: deployment::name(&resource.logical_id),
                memory: i32::try_from(resource.memory).unwrap_or(i32::MAX),
                version: "$LATEST".to_owned(),
                ..Config::default()
            }),
        };
        self.hosted.insert(resource.logical_id.clone(), hosted);
    }

    /// How many invocations have begun.
    pub(crate) fn begun(&self) -> u64 {
        self.begun.load(Ordering::SeqCst)
    }

    /// One invocation: the JSON in, the JSON out.
    pub(crate) async fn invoke(&self, logical_id: &str, payload: Vec<u8>) -> Result<Vec<u8>, InvocationFailure> {
        let Some(hosted) = self.hosted.get(logical_id) else {
            return Err(InvocationFailure::Unknown(logical_id.to_owned()));
        };
        let request_id = self.ids.next().to_string();
        let (handler, limit) = (Arc::clone(&hosted.handler), hosted.timeout);
        let context = hosted.context(&request_id);
        let invocation = Invocation { function: hosted.name.clone(), payload, context };
        self.begun.fetch_add(1, Ordering::SeqCst);
        let work = self.in_flight.enter();
        let task = tokio::spawn(async move {
            let _work = work;
            timeout(limit, async { handler(invocation).await }).await
        });
        let result = match task.await {
            Ok(Ok(Ok(returned))) => Ok(returned),
            Ok(Ok(Err(error))) => Err(InvocationFailure::Failed(causes(&*error))),
            Ok(Err(_)) => Err(InvocationFailure::TimedOut(limit)),
            Err(_) => Err(InvocationFailure::Panicked),
        };
        if let Err(failure) = &result {
            tracing::error!(function = hosted.name, invocation = request_id, "{failure}");
        }
        result
    }
}

impl Hosted {
    fn context(&self, request_id: &str) -> Context {
        // The deadline is the machine's, not the platform's clock's: an invocation takes real time
        // also where a test has set the date.
        let deadline = SystemTime::now() + self.timeout;
        let deadline = deadline.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut context = Context::default();
        request_id.clone_into(&mut context.request_id);
        context.deadline = u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX);
        context.invoked_function_arn = deployment::function_arn(&self.config.function_name);
        context.env_config = Arc::clone(&self.config);
        context
    }
}
