//! The program that a platform runs.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use kit_domain::{Clock, Ids};
use lambda_runtime::Context;

/// A program: all functions of a template.
pub trait Program: Send + Sync {
    /// The name of every function, as `Handler` names it in the template.
    fn functions(&self) -> Vec<String>;

    /// Makes a function ready to be invoked. The platform calls this once for each function of the template,
    /// when the embedded services answer.
    ///
    /// # Errors
    /// The environment is not what the function needs.
    fn handler(&self, name: &str, environment: &Environment, services: &Services) -> Result<Handler, InvokeError>;
}

/// The environment variables of a function: the template's, and those by which Lambda says how AWS is reached
/// (`AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL_DYNAMODB`, …). Here, they
/// lead to the embedded services.
pub type Environment = BTreeMap<String, String>;

/// What functions share with the platform.
#[derive(Clone)]
pub struct Services {
    /// The platform's time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
}

/// One call of a function.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// The function's name, as `Handler` names it in the template.
    pub function: String,
    /// The JSON that its service sends.
    pub payload: Vec<u8>,
    /// Lambda's context of the call.
    pub context: Context,
}

/// Why a function failed.
pub type InvokeError = Box<dyn std::error::Error + Send + Sync>;

/// The JSON that a function returns, or why it failed.
pub type Invoked = Pin<Box<dyn Future<Output = Result<Vec<u8>, InvokeError>> + Send>>;

/// Runs when a function is invoked.
pub type Handler = Arc<dyn Fn(Invocation) -> Invoked + Send + Sync>;

/// Handlers that are ready, by the functions' names.
impl Program for BTreeMap<String, Handler> {
    fn functions(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }

    fn handler(&self, name: &str, _: &Environment, _: &Services) -> Result<Handler, InvokeError> {
        self.get(name).cloned().ok_or_else(|| format!("there is no function {name}").into())
    }
}
