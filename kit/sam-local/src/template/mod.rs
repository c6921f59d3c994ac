//! Reads `template.yaml`, the one source of truth of what is deployed, so that the local platform
//! runs exactly that: no second list of functions, routes or tables can go stale.
//!
//! Only what the platform stands in for is read: functions with their environment and events, queues,
//! tables, and the headers of the page; and what functions may do, by their own policies and by those attached to
//! their roles. Nested applications are part of it. Values are resolved as AWS would with every parameter of the root at
//! its default; what
//! nobody asks for (other roles, alarms, log groups) is not looked at, so that the template may say
//! anything there.

mod document;
mod error;
mod filter;
mod function;
mod mapping;
mod page_headers;
mod queue;
mod route;
mod schedule;
mod scope;
mod section;
mod source;
mod statement;
mod table;

use std::path::Path;

pub use error::TemplateError;
pub use filter::{FilterPattern, UnsupportedPattern};
pub use function::{CognitoTrigger, FunctionResource};
pub use mapping::{QueueMapping, StreamMapping};
pub use queue::{DeadLetters, QueueResource};
pub use route::{InvalidPath, PathPattern, PathSegment, Route, Verb};
pub use schedule::{Schedule, ScheduleSender};
pub use statement::Statement;
pub use table::{AttributeType, Index, KeySchema, Projection, StreamView, TableResource};

use error::Complaint;
use scope::Scope;
use section::Section;
use source::{APPLICATION, Source};

/// What the platform runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Every function, by logical id.
    pub functions: Vec<FunctionResource>,
    /// Every queue, by logical id.
    pub queues: Vec<QueueResource>,
    /// Every table, by logical id.
    pub tables: Vec<TableResource>,
    /// The headers that the page is sent with, by name; none without a response headers policy.
    pub page_headers: Vec<(String, String)>,
}

impl Template {
    /// Reads the template at `path`, as a stack of that name.
    ///
    /// # Errors
    /// The file cannot be read, is not YAML, or says something that the platform cannot stand in
    /// for; the error names file, place and what is wrong, in one line.
    pub fn read(path: &Path, stack: &str) -> Result<Self, TemplateError> {
        let source = Source::read(path, &|file| std::fs::read_to_string(file))?;
        Self::understand(&source, stack)
            .map_err(|complaint| TemplateError::Invalid { file: path.to_owned(), complaint })
    }

    /// Understands a template with its nested applications.
    fn understand(source: &Source, stack: &str) -> Result<Self, Complaint> {
        let mut template = Self::of(&Scope::new(source, stack))?;
        template.functions.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        template.queues.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        template.tables.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        Ok(template)
    }

    fn of(scope: &Scope<'_>) -> Result<Self, Complaint> {
        let resources = scope.template().require("Resources")?;
        let mut template =
            Self { functions: Vec::new(), queues: Vec::new(), tables: Vec::new(), page_headers: Vec::new() };
        let mut policies = Vec::new();
        for (logical_id, resource) in resources.entries()? {
            if let Some(condition) = resource.get("Condition")?
                && !scope.condition(&condition.text()?)?
            {
                continue;
            }
            match resource.require("Type")?.text()?.as_str() {
                "AWS::Serverless::Function" => {
                    let function = FunctionResource::read(logical_id, &resource, scope)?;
                    template.functions.push(function);
                }
                "AWS::IAM::Policy" => policies.push(resource),
                "AWS::SQS::Queue" => {
                    template.queues.push(QueueResource::read(logical_id, &resource, scope)?);
                }
                "AWS::DynamoDB::Table" => {
                    template.tables.push(TableResource::read(logical_id, &resource, scope)?);
                }
                "AWS::CloudFront::ResponseHeadersPolicy" => {
                    template.set_page_headers(page_headers::read(&resource)?, &resource)?;
                }
                APPLICATION => {
                    let nested = scope.nested(logical_id).ok_or_else(|| resource.complain("is not read"))?;
                    let nested = Self::of(&nested).map_err(|complaint| complaint.within(logical_id))?;
                    template.functions.extend(nested.functions);
                    template.queues.extend(nested.queues);
                    template.tables.extend(nested.tables);
                    template.set_page_headers(nested.page_headers, &resource)?;
                }
                _ => {}
            }
        }
        for policy in policies {
            template.attach(&policy, scope)?;
        }
        Ok(template)
    }

    fn set_page_headers(&mut self, headers: Vec<(String, String)>, by: &Section<'_>) -> Result<(), Complaint> {
        if !self.page_headers.is_empty() && !headers.is_empty() {
            return Err(by.complain("is a second response headers policy, and the page has one"));
        }
        self.page_headers.extend(headers);
        Ok(())
    }

    /// Adds the statements of an `AWS::IAM::Policy` to the functions whose roles it is attached to.
    fn attach(&mut self, policy: &Section<'_>, scope: &Scope<'_>) -> Result<(), Complaint> {
        let properties = policy.require("Properties")?;
        let Some(roles) = properties.get("Roles")? else { return Ok(()) };
        for role in roles.items()? {
            let Some(name) = role.referenced() else {
                return Err(role.complain("must refer to a role of this template"));
            };
            // What SAM calls the role that it makes for a function.
            let of_function = name.strip_suffix("Role").map(|function| scope.qualified(function));
            match self.functions.iter_mut().find(|function| of_function.as_ref() == Some(&function.logical_id)) {
                Some(function) => {
                    function.statements.extend(Statement::read_document(&properties.require("PolicyDocument")?)?);
                }
                None if scope.resource(name)?.is_some() => {}
                None => {
                    return Err(role.complain(format!("refers to {name}, which is no function's role and no resource")));
                }
            }
        }
        Ok(())
    }

    /// The function with that logical id or that handler. In a nested template, its own name is enough where no
    /// other resource has it.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&FunctionResource> {
        named(&self.functions, name, |function| &function.logical_id)
            .or_else(|| only(self.functions.iter().filter(|function| function.handler == name)))
    }

    /// The queue with that logical id. In a nested template, its own name is enough where no other queue has it.
    #[must_use]
    pub fn queue(&self, logical_id: &str) -> Option<&QueueResource> {
        named(&self.queues, logical_id, |queue| &queue.logical_id)
    }

    /// The table with that logical id. In a nested template, its own name is enough where no other table has it.
    #[must_use]
    pub fn table(&self, logical_id: &str) -> Option<&TableResource> {
        named(&self.tables, logical_id, |table| &table.logical_id)
    }

    /// The queues whose dead letters go to the queue with that logical id.
    #[must_use]
    pub fn sources_of_dead_letters(&self, logical_id: &str) -> Vec<&QueueResource> {
        let is_source = |queue: &&QueueResource| queue.dead_letters.as_ref().is_some_and(|d| d.queue == logical_id);
        self.queues.iter().filter(is_source).collect()
    }

    /// Whether messages end in that queue, where people look at them: dead letters, and what streams
    /// gave up on.
    #[must_use]
    pub fn is_end_of_line(&self, logical_id: &str) -> bool {
        let mut streams = self.functions.iter().flat_map(|function| &function.streams);
        !self.sources_of_dead_letters(logical_id).is_empty()
            || streams.any(|stream| stream.on_failure.as_deref() == Some(logical_id))
    }
}

/// The resource with that logical id, or the only one whose id ends with it.
fn named<'r, R>(resources: &'r [R], name: &str, logical_id: impl Fn(&R) -> &str) -> Option<&'r R> {
    let ends_with = |resource: &&R| logical_id(resource).strip_suffix(name).is_some_and(|rest| rest.ends_with('/'));
    resources.iter().find(|resource| logical_id(resource) == name).or_else(|| only(resources.iter().filter(ends_with)))
}

fn only<T>(mut candidates: impl Iterator<Item = T>) -> Option<T> {
    candidates.next().filter(|_| candidates.next().is_none())
}

#[cfg(test)]
mod tests;
