use std::{fmt, str::FromStr, sync::Arc};

use kit_dynamodb::aws::MissingVariable;

/// The environment variables of a function.
#[derive(Clone)]
pub struct Variables(Arc<Lookup>);

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl fmt::Debug for Variables {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Variables(..)")
    }
}

impl Variables {
    /// Variables that `lookup` gives.
    pub fn new(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self::new(|name| std::env::var(name).ok())
    }

    /// A variable's value, if it is set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        (self.0)(name)
    }

    /// The value of a variable that must be set.
    ///
    /// # Errors
    /// When it is not set.
    pub fn required(&self, name: &str) -> Result<String, SettingsError> {
        self.get(name).ok_or_else(|| SettingsError::Missing(name.to_owned()))
    }

    /// A variable's value as a `T`, if it is set.
    ///
    /// # Errors
    /// When it is set, and is no `T`.
    pub fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, SettingsError> {
        let invalid = |value| SettingsError::Invalid { variable: name.to_owned(), value };
        self.get(name).map(|value| value.parse().map_err(|_| invalid(value))).transpose()
    }

    /// The value of a variable that must be set, as a `T`.
    ///
    /// # Errors
    /// When it is not set, or is no `T`.
    pub fn required_parsed<T: FromStr>(&self, name: &str) -> Result<T, SettingsError> {
        self.parsed(name)?.ok_or_else(|| SettingsError::Missing(name.to_owned()))
    }
}

/// A setting is missing or makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A variable is not set.
    #[error("the environment variable {0} is missing")]
    Missing(String),
    /// A variable's value cannot be read.
    #[error("the environment variable {variable} cannot be {value:?}")]
    Invalid {
        /// Which one.
        variable: String,
        /// Its value.
        value: String,
    },
    /// Variables make no sense together.
    #[error("{variables}: {reason}")]
    Contradiction {
        /// Which ones.
        variables: &'static str,
        /// Why.
        reason: String,
    },
    /// AWS cannot be reached without a variable.
    #[error(transparent)]
    Aws(#[from] MissingVariable),
}

/// The variable that names the table of the context called `context`: `ORDERS_TABLE` for `orders`.
pub(crate) fn table_variable(context: &str) -> String {
    format!("{}_TABLE", context.to_uppercase().replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        Variables::new(|name| (name == "WEEKS").then(|| "six".to_owned()))
    }

    #[test]
    fn a_missing_variable_is_named() {
        assert_eq!(variables().required("HOURS"), Err(SettingsError::Missing("HOURS".to_owned())));
        assert_eq!(variables().parsed::<u8>("HOURS"), Ok(None));
    }

    #[test]
    fn a_wrong_variable_is_named_with_its_value() {
        let invalid = SettingsError::Invalid { variable: "WEEKS".to_owned(), value: "six".to_owned() };
        assert_eq!(variables().required_parsed::<u8>("WEEKS"), Err(invalid));
    }

    #[test]
    fn the_variable_of_a_table_follows_from_its_context() {
        assert_eq!(table_variable("accident-cover"), "ACCIDENT_COVER_TABLE");
    }
}
