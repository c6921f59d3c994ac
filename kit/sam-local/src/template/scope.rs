//! What names in a template stand for: parameters at their defaults, conditions, and the resources
//! that the platform stands in for.

use serde_json::Value;

use super::{Complaint, Section, queue};
use crate::deployment;

/// Conditions may name conditions; deeper than this, they go round in a circle.
const CONDITION_DEPTH: usize = 32;

pub(super) struct Scope<'t> {
    document: &'t Value,
    stack: &'t str,
}

impl<'t> Scope<'t> {
    pub(super) fn new(document: &'t Value, stack: &'t str) -> Self {
        Self { document, stack }
    }

    /// A section of the template's `Globals`, if it has one.
    pub(super) fn globals(&self, kind: &str) -> Result<Option<Section<'_>>, Complaint> {
        match Section::root(self.document, self).get("Globals")? {
            Some(globals) => globals.get(kind),
            None => Ok(None),
        }
    }

    /// The resource of that logical id.
    pub(super) fn resource(&self, logical_id: &str) -> Result<Option<Section<'_>>, Complaint> {
        match Section::root(self.document, self).get("Resources")? {
            Some(resources) => resources.get(logical_id),
            None => Ok(None),
        }
    }

    /// Whether the condition of that name holds.
    pub(super) fn condition(&self, name: &str) -> Result<bool, Complaint> {
        self.named_condition(name, CONDITION_DEPTH)
    }

    fn named_condition(&self, name: &str, depth: usize) -> Result<bool, Complaint> {
        let place = format!("Conditions.{name}");
        if depth == 0 {
            return Err(Complaint::new(place, "conditions go round in a circle"));
        }
        match &self.document["Conditions"][name] {
            Value::Null => Err(Complaint::new(place, "is missing")),
            expression => self.holds(expression, &place, depth),
        }
    }

    fn holds(&self, expression: &Value, place: &str, depth: usize) -> Result<bool, Complaint> {
        match function(expression) {
            Some(("Condition", Value::String(name))) => self.named_condition(name, depth - 1),
            Some(("Fn::Equals", Value::Array(sides))) if sides.len() == 2 => {
                Ok(self.text(&sides[0], place)? == self.text(&sides[1], place)?)
            }
            Some(("Fn::Not", Value::Array(terms))) if terms.len() == 1 => Ok(!self.holds(&terms[0], place, depth)?),
            Some(("Fn::And", Value::Array(terms))) => {
                for term in terms {
                    if !self.holds(term, place, depth)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Some(("Fn::Or", Value::Array(terms))) => {
                for term in terms {
                    if self.holds(term, place, depth)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => Err(Complaint::new(place, "is not a condition")),
        }
    }

    /// Follows `Fn::If` to the branch that counts; nothing where that is no value at all.
    pub(super) fn settle<'v>(&self, value: &'v Value, place: &str) -> Result<Option<&'v Value>, Complaint> {
        match function(value) {
            Some(("Fn::If", Value::Array(parts))) => match parts.as_slice() {
                [Value::String(condition), yes, no] => {
                    let branch = if self.condition(condition)? { yes } else { no };
                    self.settle(branch, place)
                }
                _ => Err(Complaint::new(place, "Fn::If takes a condition's name and two values")),
            },
            Some(("Ref", Value::String(name))) if name == "AWS::NoValue" => Ok(None),
            _ if value.is_null() => Ok(None),
            _ => Ok(Some(value)),
        }
    }

    /// The text that a value stands for.
    pub(super) fn text(&self, value: &Value, place: &str) -> Result<String, Complaint> {
        let Some(value) = self.settle(value, place)? else {
            return Err(Complaint::new(place, "has no value"));
        };
        if let Value::String(text) = value {
            return Ok(text.clone());
        }
        match function(value) {
            Some(("Ref", Value::String(name))) => self.reference(name, place),
            Some(("Fn::Sub", Value::String(text))) => self.substitute(text, None, place),
            Some(("Fn::Sub", Value::Array(parts))) => match parts.as_slice() {
                [Value::String(text)] => self.substitute(text, None, place),
                [Value::String(text), names] => self.substitute(text, Some(names), place),
                _ => Err(Complaint::new(place, "Fn::Sub takes a text and names")),
            },
            Some(("Fn::GetAtt", Value::Array(parts))) => match parts.as_slice() {
                [Value::String(resource), Value::String(attribute)] => self.attribute(resource, attribute, place),
                _ => Err(Complaint::new(place, "Fn::GetAtt takes a resource and an attribute")),
            },
            Some(("Fn::Join", Value::Array(parts))) => match parts.as_slice() {
                [Value::String(delimiter), Value::Array(items)] => {
                    Ok(items.iter().map(|item| self.text(item, place)).collect::<Result<Vec<_>, _>>()?.join(delimiter))
                }
                _ => Err(Complaint::new(place, "Fn::Join takes a delimiter and a list")),
            },
            Some((name, _)) if name.starts_with("Fn::") => {
                Err(Complaint::new(place, format!("{name} is not understood by the local platform")))
            }
            _ => Err(Complaint::new(place, "is not a text")),
        }
    }

    fn substitute(&self, text: &str, names: Option<&Value>, place: &str) -> Result<String, Complaint> {
        let mut result = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            result.push_str(&rest[..start]);
            let Some(length) = rest[start..].find('}') else {
                return Err(Complaint::new(place, "Fn::Sub has a ${ without its }"));
            };
            let name = &rest[start + 2..start + length];
            rest = &rest[start + length + 1..];
            if let Some(literal) = name.strip_prefix('!') {
                result.push_str("${");
                result.push_str(literal);
                result.push('}');
            } else if let Some(value) = names.and_then(|names| names.get(name)) {
                result.push_str(&self.text(value, place)?);
            } else if let Some((resource, attribute)) = name.split_once('.') {
                result.push_str(&self.attribute(resource, attribute, place)?);
            } else {
                result.push_str(&self.reference(name, place)?);
            }
        }
        result.push_str(rest);
        Ok(result)
    }

    /// What `Ref` gives: a parameter's value, or the name that a resource has once it is deployed.
    fn reference(&self, name: &str, place: &str) -> Result<String, Complaint> {
        match name {
            "AWS::Region" => return Ok(deployment::REGION.to_owned()),
            "AWS::AccountId" => return Ok(deployment::ACCOUNT.to_owned()),
            "AWS::Partition" => return Ok("aws".to_owned()),
            "AWS::URLSuffix" => return Ok("amazonaws.com".to_owned()),
            "AWS::StackName" => return Ok(self.stack.to_owned()),
            _ => {}
        }
        match &self.document["Parameters"][name] {
            Value::Null => {}
            parameter => {
                return match &parameter["Default"] {
                    Value::Null => Err(Complaint::new(
                        format!("Parameters.{name}.Default"),
                        format!(
                            "is missing: the local platform takes every parameter at its default, and {place} needs it"
                        ),
                    )),
                    default => self.text(default, &format!("Parameters.{name}.Default")),
                };
            }
        }
        let Some(resource) = self.resource(name)? else {
            return Err(Complaint::new(
                place,
                format!("refers to {name}, which is neither a parameter nor a resource"),
            ));
        };
        let kind = resource.require("Type")?.text()?;
        match kind.as_str() {
            "AWS::DynamoDB::Table" => match resource.get("Properties")? {
                Some(properties) => match properties.get("TableName")? {
                    Some(table) => table.text(),
                    None => Ok(name.to_owned()),
                },
                None => Ok(name.to_owned()),
            },
            "AWS::SQS::Queue" => Ok(deployment::queue_url(&queue::name(name, &resource)?)),
            "AWS::Serverless::Function" => Ok(name.to_owned()),
            "AWS::Cognito::UserPool" => Ok(deployment::USER_POOL_ID.to_owned()),
            "AWS::Cognito::UserPoolDomain" => Ok(deployment::user_pool_domain(self.stack)),
            "AWS::Cognito::UserPoolClient" => Ok(deployment::user_pool_client_id(self.stack)),
            _ => Err(Complaint::new(
                place,
                format!("refers to {name} of type {kind}, which the local platform does not stand in for"),
            )),
        }
    }

    /// What `GetAtt` gives: a queue's name, and ARNs, which functions read as opaque text.
    fn attribute(&self, resource: &str, attribute: &str, place: &str) -> Result<String, Complaint> {
        let reference = self.reference(resource, place)?;
        let section = self.resource(resource)?;
        let kind = match &section {
            Some(section) => section.require("Type")?.text()?,
            None => String::new(),
        };
        match (kind.as_str(), attribute, &section) {
            ("AWS::SQS::Queue", "Arn", Some(section)) => Ok(deployment::queue_arn(&queue::name(resource, section)?)),
            ("AWS::SQS::Queue", "QueueName", Some(section)) => queue::name(resource, section),
            ("AWS::SQS::Queue", "QueueUrl", _) => Ok(reference),
            ("AWS::DynamoDB::Table", "StreamArn", _) => Ok(deployment::stream_arn(&reference)),
            (_, "Arn", _) => {
                let (region, account) = (deployment::REGION, deployment::ACCOUNT);
                Ok(format!("arn:aws:local:{region}:{account}:{reference}"))
            }
            _ => Err(Complaint::new(
                place,
                format!("asks {resource} for {attribute}, which the local platform does not know"),
            )),
        }
    }
}

/// The function and its argument, if this is a call of one.
fn function(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object()?;
    let (name, argument) = map.iter().next()?;
    let is_function = name == "Ref" || name == "Condition" || name.starts_with("Fn::");
    (map.len() == 1 && is_function).then_some((name.as_str(), argument))
}
