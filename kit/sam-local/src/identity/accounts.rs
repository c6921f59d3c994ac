use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::types::AttributeValue;
use thiserror::Error;

use super::Email;
use super::password::PasswordHash;
use crate::memory;
use kit_domain::causes;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) email: Email,
    /// The user's id: `sub` in tokens, and the name that Cognito's API knows the user by.
    pub(super) username: String,
    pub(super) name: String,
    pub(super) password: PasswordHash,
    pub(super) groups: Vec<String>,
    /// Whether the sign-up has been followed by everything that follows a sign-up.
    pub(super) confirmed: bool,
}

/// The accounts of the user pool.
#[derive(Clone)]
pub(crate) struct Accounts {
    dynamodb: Client,
}

/// The database failed.
#[derive(Debug, Error)]
#[error("the identities cannot be reached: {0}")]
pub struct AccountsError(String);

impl Accounts {
    pub(crate) fn new(dynamodb: Client) -> Self {
        Self { dynamodb }
    }

    pub(super) async fn find(&self, email: &Email) -> Result<Option<Account>, AccountsError> {
        let output = self
            .dynamodb
            .get_item()
            .table_name(memory::TABLE)
            .key(memory::KEY, key(email))
            .consistent_read(true)
            .send()
            .await
            .map_err(|e| failed(&e))?;
        Ok(output.item().and_then(account))
    }

    /// Adds an account; false where the e-mail address has one.
    pub(super) async fn add(&self, account: &Account) -> Result<bool, AccountsError> {
        let result = self
            .dynamodb
            .put_item()
            .table_name(memory::TABLE)
            .set_item(Some(item(account)))
            .condition_expression("attribute_not_exists(#key)")
            .expression_attribute_names("#key", memory::KEY)
            .send()
            .await;
        match result {
            Ok(_) => Ok(true),
            Err(SdkError::ServiceError(error)) if error.err().is_conditional_check_failed_exception() => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Sets the name of an account that is not confirmed yet.
    pub(super) async fn rename(&self, email: &Email, name: &str) -> Result<(), AccountsError> {
        self.update(email, "SET #field = :value", "name", text(name)).await
    }

    pub(super) async fn confirm(&self, email: &Email) -> Result<(), AccountsError> {
        let value = AttributeValue::Bool(true);
        self.update(email, "SET #field = :value", "confirmed", value).await
    }

    /// Puts a user into a group; false where there is no such user. A user's name is the id or the
    /// e-mail address, as in Cognito's API.
    pub(super) async fn add_to_group(&self, user: &str, group: &str) -> Result<bool, AccountsError> {
        let Some(email) = self.email_of(user).await? else {
            return Ok(false);
        };
        let value = AttributeValue::Ss(vec![group.to_owned()]);
        self.update(&email, "ADD #field :value", "groups", value).await?;
        Ok(true)
    }

    async fn email_of(&self, user: &str) -> Result<Option<Email>, AccountsError> {
        if let Ok(email) = Email::parse(user) {
            return Ok(self.find(&email).await?.map(|account| account.email));
        }
        let output = self
            .dynamodb
            .query()
            .table_name(memory::TABLE)
            .index_name(memory::BY_USERNAME)
            .key_condition_expression("#username = :username")
            .expression_attribute_names("#username", memory::USERNAME)
            .expression_attribute_values(":username", text(user))
            .send()
            .await
            .map_err(|e| failed(&e))?;
        Ok(output.items().first().and_then(account).map(|account| account.email))
    }

    async fn update(
        &self,
        email: &Email,
        expression: &str,
        field: &str,
        value: AttributeValue,
    ) -> Result<(), AccountsError> {
        self.dynamodb
            .update_item()
            .table_name(memory::TABLE)
            .key(memory::KEY, key(email))
            .update_expression(expression)
            .expression_attribute_names("#field", field)
            .expression_attribute_values(":value", value)
            .send()
            .await
            .map_err(|e| failed(&e))?;
        Ok(())
    }
}

fn key(email: &Email) -> AttributeValue {
    text(&format!("ACCOUNT#{email}"))
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn item(account: &Account) -> HashMap<String, AttributeValue> {
    let mut item = HashMap::from(
        [
            (memory::KEY, key(&account.email)),
            (memory::USERNAME, text(&account.username)),
            ("email", text(account.email.as_str())),
            ("name", text(&account.name)),
            ("password", text(account.password.as_str())),
            ("confirmed", AttributeValue::Bool(account.confirmed)),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    // DynamoDB has no empty sets.
    if !account.groups.is_empty() {
        item.insert("groups".to_owned(), AttributeValue::Ss(account.groups.clone()));
    }
    item
}

fn account(item: &HashMap<String, AttributeValue>) -> Option<Account> {
    let text = |name: &str| Some(item.get(name)?.as_s().ok()?.clone());
    Some(Account {
        email: Email::parse(&text("email")?).ok()?,
        username: text(memory::USERNAME)?,
        name: text("name")?,
        password: PasswordHash::stored(text("password")?),
        groups: match item.get("groups") {
            Some(groups) => groups.as_ss().ok()?.clone(),
            None => Vec::new(),
        },
        confirmed: *item.get("confirmed")?.as_bool().ok()?,
    })
}

fn failed(error: &(impl std::error::Error + 'static)) -> AccountsError {
    AccountsError(causes(error))
}
