//! What a function may do: the statements of its own policies.

use super::{Complaint, Section};

/// A statement of one of a function's policies that allows something. The local platform does not enforce it; tests compare it
/// with what the function does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The actions, as IAM calls them: `dynamodb:PutItem`.
    pub actions: Vec<String>,
    /// The ARNs that they are allowed on, or `*`.
    pub resources: Vec<String>,
}

impl Statement {
    /// The statements of all policies that are written out in a function's properties.
    pub(super) fn read_all(properties: &Section<'_>) -> Result<Vec<Self>, Complaint> {
        let mut statements = Vec::new();
        let Some(policies) = properties.get("Policies")? else { return Ok(statements) };
        for policy in policies.items()? {
            statements.extend(Self::read_document(&policy)?);
        }
        Ok(statements)
    }

    /// The statements of a policy document.
    pub(super) fn read_document(document: &Section<'_>) -> Result<Vec<Self>, Complaint> {
        let mut statements = Vec::new();
        for statement in document.require("Statement")?.items()? {
            let effect = statement.require("Effect")?;
            if effect.text()? != "Allow" {
                return Err(effect.complain("must be Allow"));
            }
            statements.push(Self {
                actions: one_or_more(&statement.require("Action")?)?,
                resources: one_or_more(&statement.require("Resource")?)?,
            });
        }
        Ok(statements)
    }
}

fn one_or_more(section: &Section<'_>) -> Result<Vec<String>, Complaint> {
    match section.items() {
        Ok(items) => items.iter().map(Section::text).collect(),
        Err(_) => Ok(vec![section.text()?]),
    }
}
