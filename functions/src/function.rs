use std::{future::Future, pin::Pin, process::ExitCode};

use adapters::causes;
use lambda_runtime::{Context, Diagnostic, LambdaEvent, service_fn};
use serde_json::value::RawValue;

use crate::{
    Dependencies,
    http::{self, HttpHandler},
    logging::start_logging,
    messages::{SubscriberHandler, deliver},
};

/// A future that hides its type.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why Lambda is told that an invocation failed.
pub type InvokeError = Box<dyn std::error::Error + Send + Sync>;

/// Handles what a service other than the gateway sends: its JSON in, the JSON it wants back out.
pub(crate) type TriggerHandler = for<'a> fn(&'a Dependencies, &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>, InvokeError>>;

/// A Lambda function.
#[derive(Debug)]
pub struct Function {
    /// Its name, by which its `Handler` in the template chooses it.
    pub name: &'static str,
    handler: Handler,
}

#[derive(Debug)]
enum Handler {
    Http(HttpHandler),
    Trigger(TriggerHandler),
    Subscriber(SubscriberHandler),
}

impl Function {
    /// A function that answers requests of the HTTP API.
    pub(crate) const fn http(name: &'static str, handler: HttpHandler) -> Self {
        Self { name, handler: Handler::Http(handler) }
    }

    /// A function that another service triggers.
    pub(crate) const fn trigger(name: &'static str, handler: TriggerHandler) -> Self {
        Self { name, handler: Handler::Trigger(handler) }
    }

    /// A function that takes the events of a queue of its own.
    pub(crate) const fn subscriber(name: &'static str, handler: SubscriberHandler) -> Self {
        Self { name, handler: Handler::Subscriber(handler) }
    }

    /// What handles requests, if it is a function of the HTTP API.
    pub(crate) fn http_handler(&self) -> Option<HttpHandler> {
        match self.handler {
            Handler::Http(handler) => Some(handler),
            Handler::Trigger(_) | Handler::Subscriber(_) => None,
        }
    }

    /// One invocation: the JSON that the service sends in, the JSON that it gets back out.
    ///
    /// # Errors
    /// What Lambda reports as a function error: the payload is not what the service sends, or a
    /// trigger failed. Whatever goes wrong with a request is answered as HTTP instead.
    pub async fn invoke(
        &self,
        dependencies: &Dependencies,
        payload: &[u8],
        context: Context,
    ) -> Result<Vec<u8>, InvokeError> {
        match self.handler {
            Handler::Http(handler) => http::answer(self.name, handler, dependencies, payload, context).await,
            Handler::Subscriber(handler) => deliver(self.name, handler, dependencies, payload).await,
            Handler::Trigger(handler) => {
                let answer = handler(dependencies, payload).await;
                match &answer {
                    Ok(_) => tracing::info!(function = self.name, request_id = context.request_id, "handled"),
                    Err(error) => {
                        let (request_id, cause) = (context.request_id, causes(&**error));
                        tracing::error!(function = self.name, request_id, cause, "failed");
                    }
                }
                answer
            }
        }
    }

    /// Asks the Lambda runtime for invocations until the environment ends.
    pub(crate) fn serve(&'static self) -> ExitCode {
        match self.run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                tracing::error!(function = self.name, %error, "cannot run");
                ExitCode::FAILURE
            }
        }
    }

    fn run(&'static self) -> Result<(), InvokeError> {
        let dependencies = Dependencies::from_env();
        // Whatever is wrong with the settings has to be logged, too.
        start_logging(
            dependencies.as_ref().map_or(tracing::Level::INFO, |dependencies| dependencies.settings.log_level),
        );
        let dependencies = dependencies?;
        // A Lambda environment handles one invocation at a time: one thread is all it needs.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(lambda_runtime::run(service_fn(|event: LambdaEvent<Box<RawValue>>| async {
            let LambdaEvent { payload, context } = event;
            let answer = self.invoke(&dependencies, payload.get().as_bytes(), context).await.and_then(raw);
            answer.map_err(|error| Diagnostic {
                error_type: "InvocationFailed".to_owned(),
                error_message: error.to_string(),
            })
        })))
    }
}

fn raw(json: Vec<u8>) -> Result<Box<RawValue>, InvokeError> {
    Ok(RawValue::from_string(String::from_utf8(json)?)?)
}
