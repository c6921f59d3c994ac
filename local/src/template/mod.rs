//! Reads `template.yaml`, the one source of truth of what is deployed, so that the local platform
//! runs exactly that: no second list of functions, routes or tables can go stale.
//!
//! Only what the platform stands in for is read: functions with their environment and events, and
//! tables. Values are resolved as AWS would with every parameter at its default; what
//! nobody asks for (roles, alarms, log groups) is not looked at, so that the template may say
//! anything there.

mod document;
mod error;
mod function;
mod route;
mod scope;
mod section;
mod table;

use std::path::Path;

pub use error::TemplateError;
pub use function::{CognitoTrigger, FunctionResource};
pub use route::{InvalidPath, PathPattern, PathSegment, Route, Verb};
pub use table::{AttributeType, Index, KeySchema, Projection, StreamView, TableResource};

use error::Complaint;
use scope::Scope;
use section::Section;

/// What the platform runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Every function, by logical id.
    pub functions: Vec<FunctionResource>,
    /// Every table, by logical id.
    pub tables: Vec<TableResource>,
}

impl Template {
    /// Reads the template at `path`.
    ///
    /// # Errors
    /// The file cannot be read, is not YAML, or says something that the platform cannot stand in
    /// for; the error names file, place and what is wrong, in one line.
    pub fn read(path: &Path) -> Result<Self, TemplateError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| TemplateError::Unreadable { file: path.to_owned(), source })?;
        Self::parse(&text).map_err(|complaint| TemplateError::Invalid { file: path.to_owned(), complaint })
    }

    /// Understands the text of a template.
    fn parse(text: &str) -> Result<Self, Complaint> {
        let document = document::parse(text)?;
        let scope = Scope::new(&document);
        let resources = Section::root(&document, &scope).require("Resources")?;

        let mut template = Self { functions: Vec::new(), tables: Vec::new() };
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
                "AWS::DynamoDB::Table" => {
                    template.tables.push(TableResource::read(logical_id, &resource)?);
                }
                _ => {}
            }
        }
        template.functions.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        template.tables.sort_by(|a, b| a.logical_id.cmp(&b.logical_id));
        Ok(template)
    }
}

#[cfg(test)]
mod tests;
