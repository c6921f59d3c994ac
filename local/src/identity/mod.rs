//! The stand-in for Cognito: who there is, who they are at sign-in, and what happens when somebody
//! signs up. Its ID tokens have the claims of Cognito's and are checked by the gateway alone.

mod accounts;
mod email;
mod http;
mod password;
mod provider;
mod sign_in;
mod sign_up;
mod signing_key;
pub(crate) mod token;

use std::sync::Arc;

use domain::{Clock, Ids};

use accounts::Account;
use password::PasswordHash;

pub(crate) use accounts::Accounts;
pub(crate) use accounts::AccountsError;
pub(crate) use email::Email;
pub(crate) use http::routes;
pub(crate) use provider::serve as serve_provider;
pub(crate) use sign_up::{SignUp, SignUpRefusal};
pub(crate) use signing_key::SigningKey;

use crate::lambda::Lambda;

/// The user pool.
pub(crate) struct Identity {
    accounts: Accounts,
    key: SigningKey,
    lambda: Arc<Lambda>,
    /// The functions that are called when a sign-up has been confirmed, by binary.
    after_confirmation: Vec<String>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Identity {
    pub(crate) fn new(
        accounts: Accounts,
        key: SigningKey,
        lambda: Arc<Lambda>,
        after_confirmation: Vec<String>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        Self { accounts, key, lambda, after_confirmation, clock, ids }
    }

    /// Adds a user who does not sign up but is put there, with a group, by whoever runs the
    /// platform. Somebody who is there already stays as they are.
    pub(crate) async fn appoint(&self, user: &SignUp, group: &str) -> Result<(), AccountsError> {
        let mut account = self.new_account(user);
        account.groups.push(group.to_owned());
        account.confirmed = true;
        self.accounts.add(&account).await?;
        Ok(())
    }

    fn new_account(&self, user: &SignUp) -> Account {
        Account {
            email: user.email.clone(),
            username: self.ids.next().to_string(),
            name: user.name.as_str().to_owned(),
            password: PasswordHash::of(&user.password),
            groups: Vec::new(),
            confirmed: false,
        }
    }
}
