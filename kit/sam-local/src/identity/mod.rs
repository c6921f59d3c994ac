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
mod user_pool;

use std::sync::Arc;

use kit_domain::{Clock, Ids};
use uuid::Uuid;

use accounts::Account;
use password::PasswordHash;

pub(crate) use accounts::Accounts;
pub use accounts::AccountsError;
use email::Email;
pub(crate) use http::routes;
pub(crate) use provider::serve as serve_provider;
pub use sign_in::IdToken;
pub use sign_up::{InvalidSignUp, SignUp, SignUpRefusal};
pub(crate) use signing_key::SigningKey;
pub use user_pool::NameRule;
pub(crate) use user_pool::UserPool;

use crate::lambda::Lambda;
use crate::program::Services;

/// The user pool with its users.
pub struct Identity {
    accounts: Accounts,
    pool: UserPool,
    lambda: Arc<Lambda>,
    /// The functions that are called when a sign-up has been confirmed.
    after_confirmation: Vec<String>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Identity {
    pub(crate) fn new(
        accounts: Accounts,
        pool: UserPool,
        lambda: Arc<Lambda>,
        after_confirmation: Vec<String>,
        Services { clock, ids }: Services,
    ) -> Self {
        Self { accounts, pool, lambda, after_confirmation, clock, ids }
    }

    /// Adds a user who does not sign up but is put there, with a group, by the person who runs the platform. A
    /// user who is there already stays as they are.
    ///
    /// # Errors
    /// The database fails.
    pub async fn appoint(&self, user: &SignUp, group: &str) -> Result<(), AccountsError> {
        let mut account = new_account(self.ids.next(), user);
        account.groups.push(group.to_owned());
        account.confirmed = true;
        self.accounts.add(&account).await?;
        Ok(())
    }

    /// Adds a user who has signed up under that id, but whose sign-up no function has handled. A user who has
    /// the e-mail address already keeps it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn admit(&self, id: Uuid, user: &SignUp) -> Result<(), AccountsError> {
        self.accounts.add(&new_account(id, user)).await.map(drop)
    }

    /// Checks what somebody signs up with.
    ///
    /// # Errors
    /// A value cannot be accepted.
    pub fn to_sign_up(&self, email: &str, password: &str, name: &str) -> Result<SignUp, InvalidSignUp> {
        SignUp::new(email, password, name, &self.pool.names)
    }

    /// Signs any claims at all: the tokens that nobody gets by signing in.
    pub(crate) fn sign(&self, claims: &token::Claims) -> String {
        token::sign(&self.pool.key, claims)
    }
}

fn new_account(id: Uuid, user: &SignUp) -> Account {
    Account {
        email: user.email.clone(),
        username: id.to_string(),
        name: user.name.clone(),
        password: PasswordHash::of(&user.password),
        groups: Vec::new(),
        confirmed: false,
    }
}
