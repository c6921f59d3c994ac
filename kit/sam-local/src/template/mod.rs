//! Reads `template.yaml`, the one source of truth of what is deployed, so that the local platform
//! runs exactly that: no second list of functions, routes or tables can go stale.
//!
//! Only what the platform stands in for is read: functions with their environment and events, queues,
//! tables, and the headers of the page; and what functions may do, by their own policies and by those attached to
//! their roles. Values are resolved as AWS would with every parameter at its default; what
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
        let text = std::fs::read_to_string(path)
            .map_err(|source| TemplateError::Unreadable { file: path.to_owned(), source })?;
        Self::parse(&text, stack).map_err(|complaint| TemplateError::Invalid { file: path.to_owned(), complaint })
    }

    /// Understands the text of a template.
    fn parse(text: &str, stack: &str) -> Result<Self, Complaint> {
        let document = document::parse(text)?;
        let scope = Scope::new(&document, stack);
        let resources = Section::root(&document, &scope).require("Resources")?;

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
                    let function = FunctionResource::read(logical_id, &resource, &scope)?;
                    template.functions.push(function);
                }
                "AWS::IAM::Policy" => policies.push(resource),
                "AWS::SQS::Queue" => {
                    template.queues.push(QueueResource::read(logical_id, &resource)?);
                }
                "AWS::DynamoDB::Table" => {
                    template.tables.push(TableResource::read(logical_id, &resource)?);
                }
                "AWS::CloudFront::ResponseHeadersPolicy" => {
                    if !template.page_headers.is_empty() {
                        return Err(resource.complain("is a second policy, and the page has one"));
                    }
                    template.page_headers = page_headers::read(&resource)?;
                }
                _ => {}
            }
        }
        for policy in policies {
            template.attach(&policy, &scope)?;
        }
        template.functions.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        template.queues.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        template.tables.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        Ok(template)
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
            let of_function = name.strip_suffix("Role");
            match self.functions.iter_mut().find(|function| of_function == Some(&function.logical_id)) {
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

    /// The queue with that logical id.
    #[must_use]
    pub fn queue(&self, logical_id: &str) -> Option<&QueueResource> {
        self.queues.iter().find(|queue| queue.logical_id == logical_id)
    }

    /// The table with that logical id.
    #[must_use]
    pub fn table(&self, logical_id: &str) -> Option<&TableResource> {
        self.tables.iter().find(|table| table.logical_id == logical_id)
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

#[cfg(test)]
mod tests;
