//! Brings the template's functions and the program's handlers together.

use std::sync::Arc;

use super::StartError;
use crate::in_flight::InFlight;
use crate::lambda::Lambda;
use crate::program::{Environment, Handler, Invocation, Invoked, Program, Services};
use crate::template::{FunctionResource, Template};

/// Stands between services and functions: gets each invocation with the handler that would run, and decides what
/// comes of it. A test can fail, delay, repeat or drop an invocation, before or after its effects.
pub type Around = Arc<dyn Fn(Invocation, Handler) -> Invoked + Send + Sync>;

/// Checks that template and program have the same functions.
pub(super) fn compare(template: &Template, program: &dyn Program) -> Result<(), StartError> {
    let names = program.functions();
    let mut seen: Vec<&FunctionResource> = Vec::new();
    for resource in &template.functions {
        let handler = &resource.handler;
        if !names.contains(handler) {
            return Err(StartError::NoHandler { logical_id: resource.logical_id.clone(), handler: handler.clone() });
        }
        // Templates may use one handler with settings of their own. Within one, it is a slip.
        let is_other = |other: &&FunctionResource| other.handler == *handler && other.stack() == resource.stack();
        if let Some(other) = seen.iter().copied().find(is_other) {
            return Err(StartError::SharedHandler {
                first: other.logical_id.clone(),
                second: resource.logical_id.clone(),
                handler: handler.clone(),
            });
        }
        seen.push(resource);
    }
    match names.into_iter().find(|name| template.functions.iter().all(|f| f.handler != *name)) {
        Some(name) => Err(StartError::NotInTemplate(name)),
        None => Ok(()),
    }
}

/// Makes every function of the template ready to be invoked.
pub(super) fn host(
    template: &Template,
    program: &dyn Program,
    around: Option<&Around>,
    surroundings: &Environment,
    services: &Services,
    in_flight: &InFlight,
) -> Result<Lambda, StartError> {
    let mut lambda = Lambda::new(Arc::clone(&services.ids), in_flight.clone());
    for resource in &template.functions {
        let environment = environment(resource, surroundings);
        let handler = program
            .handler(&resource.handler, &environment, services)
            .map_err(|problem| StartError::Function { logical_id: resource.logical_id.clone(), problem })?;
        let handler = match around {
            Some(around) => {
                let around = Arc::clone(around);
                Arc::new(move |invocation| around(invocation, Arc::clone(&handler)))
            }
            None => handler,
        };
        lambda.host(resource, handler);
    }
    Ok(lambda)
}

/// A function's own variables, and those by which it reaches the embedded services.
pub(super) fn environment(resource: &FunctionResource, surroundings: &Environment) -> Environment {
    let mut environment = surroundings.clone();
    environment.extend(resource.environment.clone());
    environment
}
