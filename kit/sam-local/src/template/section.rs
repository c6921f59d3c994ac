use serde_json::Value;

use super::{Complaint, Scope};

/// A part of the template together with the way to it, so that whatever is wrong with it can be
/// named, and with what names stand for.
#[derive(Clone)]
pub(super) struct Section<'t> {
    value: &'t Value,
    place: String,
    scope: &'t Scope<'t>,
}

impl<'t> Section<'t> {
    /// The whole template.
    pub(super) fn root(document: &'t Value, scope: &'t Scope<'t>) -> Self {
        Self { value: document, place: String::new(), scope }
    }

    /// What is wrong with this place.
    pub(super) fn complain(&self, problem: impl Into<String>) -> Complaint {
        let place = if self.place.is_empty() { "the template" } else { &self.place };
        Complaint::new(place, problem)
    }

    /// The part of that name, if there is one.
    pub(super) fn get(&self, name: &str) -> Result<Option<Section<'t>>, Complaint> {
        let Some(entries) = self.value.as_object() else {
            return Err(self.complain("is not a mapping"));
        };
        match entries.get(name) {
            Some(value) => self.part(name, value),
            None => Ok(None),
        }
    }

    /// The part of that name, which must be there.
    pub(super) fn require(&self, name: &str) -> Result<Section<'t>, Complaint> {
        self.get(name)?.ok_or_else(|| Complaint::new(self.place_of(name), "is missing"))
    }

    /// Every part with its name.
    pub(super) fn entries(&self) -> Result<Vec<(&'t str, Section<'t>)>, Complaint> {
        let Some(entries) = self.value.as_object() else {
            return Err(self.complain("is not a mapping"));
        };
        let mut parts = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            if let Some(part) = self.part(name, value)? {
                parts.push((name.as_str(), part));
            }
        }
        Ok(parts)
    }

    /// The parts of a list.
    pub(super) fn items(&self) -> Result<Vec<Section<'t>>, Complaint> {
        let Some(items) = self.value.as_array() else {
            return Err(self.complain("is not a list"));
        };
        let mut parts = Vec::with_capacity(items.len());
        for (index, value) in items.iter().enumerate() {
            parts.extend(self.part(&index.to_string(), value)?);
        }
        Ok(parts)
    }

    /// The text that this stands for.
    pub(super) fn text(&self) -> Result<String, Complaint> {
        self.scope.text(self.value, &self.place)
    }

    /// The whole number that this stands for.
    pub(super) fn number(&self) -> Result<u32, Complaint> {
        let text = self.text()?;
        text.parse().map_err(|_| self.complain(format!("must be a whole number, not {text:?}")))
    }

    /// The logical id in a plain `Ref`; nothing for anything else.
    pub(super) fn referenced(&self) -> Option<&'t str> {
        self.value.get("Ref")?.as_str()
    }

    /// Whether this says true; it must say true or false.
    pub(super) fn flag(&self) -> Result<bool, Complaint> {
        match self.text()?.as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            other => Err(self.complain(format!("must be true or false, not {other:?}"))),
        }
    }

    /// The whole number that this stands for, where -1 stands for no limit.
    pub(super) fn limit(&self) -> Result<Option<u32>, Complaint> {
        if self.text()? == "-1" { Ok(None) } else { self.number().map(Some) }
    }

    /// The logical id of the resource of that type whose attribute this is: `!GetAtt ID.ATTRIBUTE`.
    /// An ARN that is written out is refused: it could be of anything.
    pub(super) fn attribute_of(&self, kind: &str, attribute: &str) -> Result<String, Complaint> {
        let logical_id = match self.value.get("Fn::GetAtt").and_then(Value::as_array).map(Vec::as_slice) {
            Some([Value::String(logical_id), Value::String(asked)]) if asked == attribute => logical_id,
            _ => return Err(self.complain(format!("must be !GetAtt NAME.{attribute} of a resource of this template"))),
        };
        let resource = self.scope.resource(logical_id)?;
        let actual = match resource {
            Some(resource) => resource.require("Type")?.text()?,
            None => return Err(self.complain(format!("refers to {logical_id}, which is no resource"))),
        };
        if actual == kind {
            Ok(self.scope.qualified(logical_id))
        } else {
            Err(self.complain(format!("refers to {logical_id}, which is no {kind} but {actual}")))
        }
    }

    fn part(&self, name: &str, value: &'t Value) -> Result<Option<Section<'t>>, Complaint> {
        let place = self.place_of(name);
        let value = self.scope.settle(value, &place)?;
        Ok(value.map(|value| Section { value, place, scope: self.scope }))
    }

    fn place_of(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }
}
