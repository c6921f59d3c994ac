//! Brings the template's functions and the code's handlers together.

use std::collections::BTreeMap;
use std::sync::Arc;

use functions::{Dependencies, Function, Settings};

use super::StartError;
use crate::lambda::{Handler, Invocation, Invoked};
use crate::template::{FunctionResource, Template};

/// What runs when functions are invoked.
#[derive(Clone, Default)]
pub enum Handlers {
    /// The code's: [`functions::all`].
    #[default]
    Code,
    /// A test's own, by binary, for a template of its own.
    Given(BTreeMap<String, Handler>),
}

/// Stands between services and functions: gets each invocation and what would run, and says what comes
/// of it. So a test can fail, delay, repeat or drop it, before or after its effects.
pub type Around = Arc<dyn Fn(Invocation, Handler) -> Invoked + Send + Sync>;

/// A function of the template with its handler.
pub(super) struct Assignment<'t> {
    pub(super) resource: &'t FunctionResource,
    pub(super) runs: Runs,
}

/// What runs.
pub(super) enum Runs {
    /// A function of the code with its settings.
    Code(&'static Function, Box<Settings>),
    /// A test's.
    Given(Handler),
}

impl Runs {
    /// As something to invoke; `dependencies` makes what a function of the code works with.
    pub(super) fn handler(self, dependencies: impl FnOnce(Settings) -> Dependencies) -> Handler {
        match self {
            Self::Given(handler) => handler,
            Self::Code(function, settings) => {
                let dependencies = dependencies(*settings);
                Arc::new(move |invocation| {
                    let dependencies = dependencies.clone();
                    Box::pin(
                        async move { function.invoke(&dependencies, &invocation.payload, invocation.context).await },
                    )
                })
            }
        }
    }
}

/// Finds the handler of every function; every handler must have its function.
pub(super) fn assign<'t>(template: &'t Template, handlers: &Handlers) -> Result<Vec<Assignment<'t>>, StartError> {
    let names: Vec<&str> = match handlers {
        Handlers::Code => functions::all().map(|function| function.name).collect(),
        Handlers::Given(given) => given.keys().map(String::as_str).collect(),
    };
    let mut assignments: Vec<Assignment<'t>> = Vec::new();
    for resource in &template.functions {
        let Some(runs) = runs(resource, handlers)? else {
            return Err(StartError::NoHandler {
                logical_id: resource.logical_id.clone(),
                binary: resource.binary.clone(),
            });
        };
        if let Some(other) = assignments.iter().find(|a| a.resource.binary == resource.binary) {
            return Err(StartError::SharedBinary {
                first: other.resource.logical_id.clone(),
                second: resource.logical_id.clone(),
                binary: resource.binary.clone(),
            });
        }
        assignments.push(Assignment { resource, runs });
    }
    let mut names = names.into_iter();
    match names.find(|name| template.functions.iter().all(|f| f.binary != *name)) {
        Some(name) => Err(StartError::NotInTemplate(name.to_owned())),
        None => Ok(assignments),
    }
}

fn runs(resource: &FunctionResource, handlers: &Handlers) -> Result<Option<Runs>, StartError> {
    Ok(match handlers {
        Handlers::Code => match functions::all().find(|function| function.name == resource.binary) {
            Some(function) => Some(Runs::Code(function, Box::new(settings(resource)?))),
            None => None,
        },
        Handlers::Given(given) => given.get(&resource.binary).cloned().map(Runs::Given),
    })
}

fn settings(resource: &FunctionResource) -> Result<Settings, StartError> {
    Settings::read(|name| resource.environment.get(name).cloned())
        .map_err(|problem| StartError::Settings { logical_id: resource.logical_id.clone(), problem })
}
