use serde_json::{Value, json};

use super::accounts::Account;
use super::password::PasswordHash;
use super::token::{Claims, VALIDITY_SECONDS};
use super::{AccountsError, Email, Identity};

/// The result of a sign-in.
#[derive(Debug, Clone)]
pub struct IdToken {
    /// The token, for the `Authorization` header.
    pub token: String,
    /// How many seconds it is good for.
    pub expires_in: i64,
}

impl Identity {
    /// A token for a user who knows the password. Nothing for anybody else, whatever is wrong.
    ///
    /// # Errors
    /// The database fails.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Option<IdToken>, AccountsError> {
        let account = match Email::parse(email) {
            Ok(email) => self.accounts.find(&email).await?,
            Err(_) => None,
        };
        let Some(account) = account.filter(|account| account.confirmed) else {
            PasswordHash::of_nobody().is_of(password);
            return Ok(None);
        };
        if !account.password.is_of(password) {
            return Ok(None);
        }
        Ok(Some(IdToken { token: self.sign(&self.claims(&account)), expires_in: VALIDITY_SECONDS }))
    }

    /// The claims of Cognito's ID tokens. Who is in no group has no claim of groups.
    fn claims(&self, account: &Account) -> Claims {
        let now = self.clock.now().as_second();
        let mut claims = Claims::from_iter(
            [
                ("sub", json!(account.username)),
                ("cognito:username", json!(account.username)),
                ("name", json!(account.name)),
                ("email", json!(account.email.as_str())),
                ("email_verified", Value::Bool(true)),
                ("token_use", json!("id")),
                ("iss", json!(self.pool.issuer)),
                ("aud", json!(self.pool.client_id)),
                ("auth_time", json!(now)),
                ("iat", json!(now)),
                ("exp", json!(now + VALIDITY_SECONDS)),
                ("jti", json!(self.ids.next())),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        if !account.groups.is_empty() {
            claims.insert("cognito:groups".to_owned(), json!(account.groups));
        }
        claims
    }
}
