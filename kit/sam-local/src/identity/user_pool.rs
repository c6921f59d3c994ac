//! What identifies the user pool, and its rules.

use std::fmt;
use std::sync::Arc;

use super::SigningKey;
use crate::deployment;

/// The rule for the names of users who sign up: the name as it is kept, or why it cannot be one.
#[derive(Clone)]
pub struct NameRule(Arc<Rule>);

type Rule = dyn Fn(&str) -> Result<String, String> + Send + Sync;

impl NameRule {
    /// A rule.
    pub fn new(rule: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(rule))
    }

    pub(super) fn apply(&self, name: &str) -> Result<String, String> {
        (self.0)(name)
    }
}

/// Any text that is not blank.
impl Default for NameRule {
    fn default() -> Self {
        Self::new(|name| match name.trim() {
            "" => Err("a name must not be blank".to_owned()),
            name => Ok(name.to_owned()),
        })
    }
}

impl fmt::Debug for NameRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameRule")
    }
}

/// The user pool: the issuer of ID tokens, the client that they are for, and the key that signs them.
#[derive(Clone)]
pub(crate) struct UserPool {
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) key: SigningKey,
    pub(super) names: NameRule,
}

impl UserPool {
    pub(crate) fn new(stack: &str, key: SigningKey, names: NameRule) -> Self {
        let (issuer, client_id) = (deployment::token_issuer(stack), deployment::user_pool_client_id(stack));
        Self { issuer, client_id, key, names }
    }
}

#[cfg(test)]
impl UserPool {
    /// The pool of a stack, with a key that everybody knows.
    pub(crate) fn of(stack: &str) -> Self {
        Self::new(stack, SigningKey::from_bytes([7; 64]), NameRule::default())
    }
}
