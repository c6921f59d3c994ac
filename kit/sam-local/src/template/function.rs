use std::collections::BTreeMap;
use std::time::Duration;

use crate::deployment;

use super::{Complaint, PathPattern, QueueMapping, Route, Schedule, Scope, Section, Statement, StreamMapping, Verb};

/// What Lambda gives a function that asks for nothing.
const DEFAULT_TIMEOUT_SECONDS: u32 = 3;
const DEFAULT_MEMORY_MB: u32 = 128;

/// An `AWS::Serverless::Function`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionResource {
    /// Its name in the template; in a nested template, behind the application's and a slash.
    pub logical_id: String,
    /// Its name in the program (`Handler`).
    pub handler: String,
    /// Its environment variables, those of `Globals` included.
    pub environment: BTreeMap<String, String>,
    /// How long one invocation may take.
    pub timeout: Duration,
    /// Its memory in MB.
    pub memory: u32,
    /// What it may do, beside what its event sources and its log need.
    pub statements: Vec<Statement>,
    /// The HTTP routes that lead to it.
    pub routes: Vec<Route>,
    /// The moments of Cognito's flows that it is called at.
    pub triggers: Vec<CognitoTrigger>,
    /// The queues whose messages it handles.
    pub queues: Vec<QueueMapping>,
    /// The streams whose records it handles.
    pub streams: Vec<StreamMapping>,
    /// The schedules that it runs on.
    pub schedules: Vec<Schedule>,
}

/// A moment of Cognito's flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CognitoTrigger {
    /// Somebody has confirmed a sign-up.
    PostConfirmation,
}

impl FunctionResource {
    pub(super) fn read(logical_id: &str, resource: &Section<'_>, scope: &Scope<'_>) -> Result<Self, Complaint> {
        let properties = resource.require("Properties")?;
        let globals = scope.globals("Function")?;
        let setting = |name: &str, default: u32| -> Result<u32, Complaint> {
            for section in [Some(&properties), globals.as_ref()].into_iter().flatten() {
                if let Some(value) = section.get(name)? {
                    return value.number();
                }
            }
            Ok(default)
        };

        let mut environment = BTreeMap::new();
        for section in [globals.as_ref(), Some(&properties)].into_iter().flatten() {
            if let Some(own) = section.get("Environment")? {
                for (name, value) in own.require("Variables")?.entries()? {
                    environment.insert(name.to_owned(), value.text()?);
                }
            }
        }

        let of_globals = globals.as_ref().map(|globals| globals.get("Handler")).transpose()?.flatten();
        let handler = match properties.get("Handler")?.or(of_globals) {
            Some(handler) => handler.text()?,
            None => properties.require("Handler")?.text()?,
        };
        let mut function = Self {
            logical_id: scope.qualified(logical_id),
            handler,
            environment,
            timeout: Duration::from_secs(setting("Timeout", DEFAULT_TIMEOUT_SECONDS)?.into()),
            memory: setting("MemorySize", DEFAULT_MEMORY_MB)?,
            statements: Statement::read_all(&properties)?,
            routes: Vec::new(),
            triggers: Vec::new(),
            queues: Vec::new(),
            streams: Vec::new(),
            schedules: Vec::new(),
        };
        if let Some(events) = properties.get("Events")? {
            for (name, event) in events.entries()? {
                function.listen(name, &event, scope)?;
            }
        }
        Ok(function)
    }

    fn listen(&mut self, name: &str, event: &Section<'_>, scope: &Scope<'_>) -> Result<(), Complaint> {
        let kind = event.require("Type")?;
        let properties = event.require("Properties")?;
        match kind.text()?.as_str() {
            "HttpApi" => self.routes.push(route(&properties, scope)?),
            "Cognito" => {
                let trigger = properties.require("Trigger")?;
                match trigger.text()?.as_str() {
                    "PostConfirmation" => self.triggers.push(CognitoTrigger::PostConfirmation),
                    other => {
                        return Err(trigger.complain(format!("the local platform does not call functions at {other}")));
                    }
                }
            }
            "SQS" => self.queues.push(QueueMapping::read(&properties)?),
            "DynamoDB" => self.streams.push(StreamMapping::read(&properties)?),
            "Schedule" => self.schedules.extend(Schedule::read_rule(&self.named(name), &properties)?),
            "ScheduleV2" => self.schedules.extend(Schedule::read_scheduler(&self.named(name), &properties)?),
            other => {
                return Err(kind.complain(format!("the local platform does not drive events of type {other}")));
            }
        }
        Ok(())
    }

    /// What SAM calls the resource that it makes of an event.
    fn named(&self, event: &str) -> String {
        format!("{}{event}", deployment::name(&self.logical_id))
    }

    /// The nested application whose template it stands in; nothing for the root's.
    #[must_use]
    pub fn stack(&self) -> Option<&str> {
        self.logical_id.rsplit_once('/').map(|(application, _)| application)
    }
}

fn route(properties: &Section<'_>, scope: &Scope<'_>) -> Result<Route, Complaint> {
    let path = properties.require("Path")?;
    let pattern = PathPattern::parse(&path.text()?).map_err(|e| path.complain(e.to_string()))?;
    Ok(Route {
        verb: Verb::parse(&properties.require("Method")?.text()?),
        path: pattern,
        authorized: is_authorized(properties, scope)?,
    })
}

/// A route says which authorizer stands before it, or else its API does.
fn is_authorized(properties: &Section<'_>, scope: &Scope<'_>) -> Result<bool, Complaint> {
    if let Some(auth) = properties.get("Auth")?
        && let Some(authorizer) = auth.get("Authorizer")?
    {
        return Ok(authorizer.text()? != "NONE");
    }
    let api = match properties.get("ApiId")? {
        Some(id) => {
            let Some(name) = id.referenced() else {
                return Err(id.complain("must refer to an HTTP API of this template"));
            };
            let Some(api) = scope.resource(name)? else {
                return Err(id.complain(format!("refers to {name}, which is no resource")));
            };
            api.get("Properties")?
        }
        // SAM's implicit API takes its settings from Globals alone.
        None => None,
    };
    for section in [api, scope.globals("HttpApi")?].into_iter().flatten() {
        if let Some(auth) = section.get("Auth")?
            && auth.get("DefaultAuthorizer")?.is_some()
        {
            return Ok(true);
        }
    }
    Ok(false)
}
