//! What names in a template stand for: parameters with the values of the parent template or at their defaults,
//! conditions, mappings, outputs of nested applications, and the resources that the platform stands in for.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::Value;

use super::source::{APPLICATION, Source};
use super::{Complaint, Section, queue, table};
use crate::deployment;

/// Conditions may name conditions; deeper than this, they go round in a circle.
const CONDITION_DEPTH: usize = 32;
/// A nested application's parameter may be another's output; deeper than this, they go round in a circle.
const LOOKUP_DEPTH: usize = 32;

pub(super) struct Scope<'t> {
    source: &'t Source,
    document: &'t Value,
    /// The name of the root's stack.
    root: &'t str,
    /// What stands before logical ids of this template: nothing, or the application and a slash.
    qualifier: String,
    /// The template that gives parameters, and the application in it that this one is.
    parent: Option<(&'t Scope<'t>, &'t str)>,
    /// How many outputs are being looked up, one because of the other.
    lookups: Rc<Cell<usize>>,
}

impl<'t> Scope<'t> {
    /// Of a root template, deployed as a stack of that name.
    pub(super) fn new(source: &'t Source, stack: &'t str) -> Self {
        let document = &source.document;
        Self { source, document, root: stack, qualifier: String::new(), parent: None, lookups: Rc::default() }
    }

    /// Of the nested application with that logical id.
    pub(super) fn nested<'s>(&'s self, application: &'s str) -> Option<Scope<'s>> {
        let source = self.source.nested.get(application)?;
        Some(Scope {
            source,
            document: &source.document,
            root: self.root,
            qualifier: format!("{}{application}/", self.qualifier),
            parent: Some((self, application)),
            lookups: Rc::clone(&self.lookups),
        })
    }

    /// The whole template.
    pub(super) fn template(&self) -> Section<'_> {
        Section::root(self.document, self)
    }

    /// A logical id of this template as the platform knows it.
    pub(super) fn qualified(&self, logical_id: &str) -> String {
        format!("{}{logical_id}", self.qualifier)
    }

    fn stack(&self) -> String {
        deployment::name(&format!("{}/{}", self.root, self.qualifier)).trim_end_matches('-').to_owned()
    }

    /// A section of the template's `Globals`, if it has one.
    pub(super) fn globals(&self, kind: &str) -> Result<Option<Section<'_>>, Complaint> {
        match self.template().get("Globals")? {
            Some(globals) => globals.get(kind),
            None => Ok(None),
        }
    }

    /// The resource of that logical id.
    pub(super) fn resource(&self, logical_id: &str) -> Result<Option<Section<'_>>, Complaint> {
        match self.template().get("Resources")? {
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
            Some(("Fn::FindInMap", Value::Array(keys))) if keys.len() == 3 => self.mapped(keys, place),
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

    /// The value that the parent template gives a parameter.
    fn given(&self, parameter: &str) -> Result<Option<String>, Complaint> {
        let Some((parent, application)) = self.parent else { return Ok(None) };
        let Some(application) = parent.resource(application)? else { return Ok(None) };
        let Some(parameters) = application.require("Properties")?.get("Parameters")? else { return Ok(None) };
        parameters.get(parameter)?.map(|value| value.text()).transpose()
    }

    /// The output of a nested application.
    fn output(&self, application: &str, output: &str, place: &str) -> Result<String, Complaint> {
        let Some(nested) = self.nested(application) else {
            return Err(Complaint::new(
                place,
                format!("asks {application} for an output, but its template is not read"),
            ));
        };
        if self.lookups.get() >= LOOKUP_DEPTH {
            return Err(Complaint::new(place, "outputs and parameters go round in a circle"));
        }
        self.lookups.set(self.lookups.get() + 1);
        let value = nested
            .template()
            .require("Outputs")
            .and_then(|outputs| outputs.require(output)?.require("Value")?.text())
            .map_err(|complaint| complaint.within(application));
        self.lookups.set(self.lookups.get() - 1);
        value
    }

    /// The value in a mapping.
    fn mapped(&self, keys: &[Value], place: &str) -> Result<String, Complaint> {
        let mut path = "Mappings".to_owned();
        let mut found = &self.document["Mappings"];
        for key in keys {
            let key = self.text(key, place)?;
            found = &found[&key];
            path = format!("{path}.{key}");
        }
        match found {
            Value::Null => Err(Complaint::new(place, format!("asks for {path}, which is missing"))),
            found => self.text(found, &path),
        }
    }

    /// What `Ref` gives: a parameter's value, or the name that a resource has once it is deployed.
    fn reference(&self, name: &str, place: &str) -> Result<String, Complaint> {
        match name {
            "AWS::Region" => return Ok(deployment::REGION.to_owned()),
            "AWS::AccountId" => return Ok(deployment::ACCOUNT.to_owned()),
            "AWS::Partition" => return Ok("aws".to_owned()),
            "AWS::URLSuffix" => return Ok("amazonaws.com".to_owned()),
            "AWS::StackName" => return Ok(self.stack()),
            _ => {}
        }
        match &self.document["Parameters"][name] {
            Value::Null => {}
            parameter => {
                if let Some(given) = self.given(name)? {
                    return Ok(given);
                }
                return match &parameter["Default"] {
                    Value::Null => Err(Complaint::new(
                        format!("Parameters.{name}.Default"),
                        format!("is missing: nothing gives the parameter a value, and {place} needs it"),
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
            "AWS::DynamoDB::Table" => table::name(&self.qualified(name), &resource),
            "AWS::SQS::Queue" => Ok(deployment::queue_url(&queue::name(&self.qualified(name), &resource)?)),
            "AWS::Serverless::Function" => Ok(deployment::name(&self.qualified(name))),
            "AWS::Cognito::UserPool" => Ok(deployment::USER_POOL_ID.to_owned()),
            "AWS::Cognito::UserPoolDomain" => Ok(deployment::user_pool_domain(self.root)),
            "AWS::Cognito::UserPoolClient" => Ok(deployment::user_pool_client_id(self.root)),
            _ => Err(Complaint::new(
                place,
                format!("refers to {name} of type {kind}, which the local platform does not stand in for"),
            )),
        }
    }

    /// What `GetAtt` gives: a queue's name, and ARNs, which functions read as opaque text.
    fn attribute(&self, resource: &str, attribute: &str, place: &str) -> Result<String, Complaint> {
        let section = self.resource(resource)?;
        let kind = match &section {
            Some(section) => section.require("Type")?.text()?,
            None => String::new(),
        };
        if let (APPLICATION, Some(output)) = (kind.as_str(), attribute.strip_prefix("Outputs.")) {
            return self.output(resource, output, place);
        }
        let reference = self.reference(resource, place)?;
        match (kind.as_str(), attribute, &section) {
            ("AWS::SQS::Queue", "Arn", Some(section)) => {
                Ok(deployment::queue_arn(&queue::name(&self.qualified(resource), section)?))
            }
            ("AWS::SQS::Queue", "QueueName", Some(section)) => queue::name(&self.qualified(resource), section),
            ("AWS::SQS::Queue", "QueueUrl", _) => Ok(reference),
            ("AWS::DynamoDB::Table", "Arn", _) => Ok(deployment::table_arn(&reference)),
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
