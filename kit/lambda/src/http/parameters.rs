use std::collections::HashMap;

use kit_domain::Limit;

use super::{Problem, read_cursor};

/// The parameters of a query.
pub struct Parameters<'a>(&'a HashMap<String, Vec<String>>);

impl<'a> Parameters<'a> {
    /// The parameters `given`, each of them `known` and given once: a slip of the pen would otherwise silently ask for
    /// something else.
    pub(super) fn new(given: &'a HashMap<String, Vec<String>>, known: &[&str]) -> Result<Self, Problem> {
        for (name, values) in given {
            if !known.contains(&name.as_str()) {
                return Err(Problem::invalid_parameter(format!(
                    "there is no such parameter here; known are: {}",
                    known.join(", ")
                )));
            }
            if values.len() > 1 {
                return Err(Problem::invalid_parameter(format!("{name} is given more than once")));
            }
        }
        Ok(Self(given))
    }

    /// A parameter that may be there, read by `parse`.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn optional<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        let value = self.0.get(name).and_then(|values| values.first());
        value
            .map(|value| parse(value).ok_or_else(|| Problem::invalid_parameter(format!("{name} is not understood"))))
            .transpose()
    }

    /// A parameter that must be there, read by `parse`.
    ///
    /// # Errors
    /// When it is missing or cannot be read.
    pub fn required<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Problem> {
        self.optional(name, parse)?.ok_or_else(|| Problem::invalid_parameter(format!("{name} is missing")))
    }

    /// Whether a parameter that can only have one value is there.
    ///
    /// # Errors
    /// When it has another value.
    pub fn is(&self, name: &str, value: &str) -> Result<bool, Problem> {
        let only = |given: &str| (given == value).then_some(());
        Ok(self.optional(name, only)?.is_some())
    }

    /// How many entries a page holds.
    ///
    /// # Errors
    /// When the parameter `limit` is not 1 to 100.
    pub fn limit(&self) -> Result<Limit, Problem> {
        let parse = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let limit = self.optional("limit", parse)?;
        limit
            .map_or(Ok(Limit::default()), Limit::new)
            .map_err(|invalid| Problem::invalid_parameter(format!("limit: {invalid}")))
    }

    /// Where the page before ended, read by `parse`.
    ///
    /// # Errors
    /// When the parameter `cursor` is no cursor of this list.
    pub fn cursor<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        self.optional("cursor", |cursor| parse(&read_cursor(cursor)?))
    }
}
