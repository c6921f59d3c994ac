//! Brings the template's functions and the code's handlers together.

use functions::{Function, Settings};

use super::StartError;
use crate::template::{FunctionResource, Template};

/// A function of the template with its handler and its settings.
#[derive(Debug)]
pub(super) struct Assignment<'t> {
    pub(super) resource: &'t FunctionResource,
    pub(super) function: &'static Function,
    pub(super) settings: Settings,
}

/// Finds the handler of every function; every handler must have its function.
pub(super) fn assign<'t>(
    template: &'t Template,
    handlers: &[&'static Function],
) -> Result<Vec<Assignment<'t>>, StartError> {
    let mut assignments: Vec<Assignment<'t>> = Vec::new();
    for resource in &template.functions {
        let handler = handlers.iter().find(|handler| handler.name == resource.binary);
        let Some(function) = handler else {
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
        assignments.push(Assignment { resource, function, settings: settings(resource)? });
    }
    let mut handlers = handlers.iter();
    match handlers.find(|handler| template.functions.iter().all(|f| f.binary != handler.name)) {
        Some(handler) => Err(StartError::NotInTemplate(handler.name)),
        None => Ok(assignments),
    }
}

fn settings(resource: &FunctionResource) -> Result<Settings, StartError> {
    Settings::read(|name| resource.environment.get(name).cloned())
        .map_err(|problem| StartError::Settings { logical_id: resource.logical_id.clone(), problem })
}
