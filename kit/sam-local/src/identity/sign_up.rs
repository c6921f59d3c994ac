use serde_json::json;
use thiserror::Error;

use super::accounts::Account;
use super::{AccountsError, Email, Identity, NameRule, new_account};
use crate::deployment;
use crate::lambda::InvocationFailure;

/// The fewest characters of a password. Cognito's policy on AWS is stricter (see the template):
/// here the demo users' password should be easy to type.
const SHORTEST_PASSWORD: usize = 8;
/// The most that Cognito takes.
const LONGEST_PASSWORD: usize = 256;

/// Somebody who wants to become a user.
#[derive(Debug, Clone)]
pub struct SignUp {
    pub(super) email: Email,
    pub(super) password: String,
    pub(super) name: String,
}

/// A sign-up with a value that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct InvalidSignUp {
    /// The field, as it is called in JSON.
    pub field: &'static str,
    /// What is wrong with its value.
    pub problem: String,
}

/// Why somebody has not become a user.
#[derive(Debug, Error)]
pub enum SignUpRefusal {
    /// Somebody else has signed up with that address, or the same person has before.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// A function that follows a sign-up has failed. Signing up again with the same address and
    /// password tries it again.
    #[error("the registration has failed: {0}")]
    RegistrationFailed(#[from] InvocationFailure),
    /// The database has failed.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

impl SignUp {
    pub(super) fn new(email: &str, password: &str, name: &str, names: &NameRule) -> Result<Self, InvalidSignUp> {
        let invalid = |field, problem: String| InvalidSignUp { field, problem };
        let length = password.chars().count();
        if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&length) {
            let problem = format!("a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters");
            return Err(invalid("password", problem));
        }
        Ok(Self {
            email: Email::parse(email).map_err(|e| invalid("email", e.to_string()))?,
            password: password.to_owned(),
            name: names.apply(name).map_err(|problem| invalid("name", problem))?,
        })
    }
}

impl Identity {
    /// Registers somebody as Cognito does when a sign-up is confirmed: the user is there, then the
    /// functions that follow are called.
    ///
    /// Only when they have succeeded is the account of use; until then the same sign-up may be
    /// sent again, which mends what a failure has left half done.
    ///
    /// # Errors
    /// The e-mail address has an account, or something fails.
    pub async fn sign_up(&self, user: &SignUp) -> Result<(), SignUpRefusal> {
        let mut account = new_account(self.ids.next(), user);
        if !self.accounts.add(&account).await? {
            let existing = self.accounts.find(&user.email).await?;
            account = existing
                .filter(|existing| !existing.confirmed && existing.password.is_of(&user.password))
                .ok_or(SignUpRefusal::EmailTaken)?;
            user.name.clone_into(&mut account.name);
            self.accounts.rename(&account.email, &account.name).await?;
        }
        for function in &self.after_confirmation {
            let event = post_confirmation(&account, &self.pool.client_id);
            self.lambda.invoke(function, event).await?;
        }
        self.accounts.confirm(&account.email).await?;
        Ok(())
    }
}

/// Cognito's event, as documented at
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>.
fn post_confirmation(account: &Account, client_id: &str) -> Vec<u8> {
    let event = json!({
        "version": "1",
        "region": deployment::REGION,
        "userPoolId": deployment::USER_POOL_ID,
        "userName": account.username,
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": client_id,
        },
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "request": {
            "userAttributes": {
                "sub": account.username,
                "email_verified": "true",
                "cognito:user_status": "CONFIRMED",
                "name": account.name,
                "email": account.email.as_str(),
            },
        },
        "response": {},
    });
    event.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_cannot_be_taken_is_named() {
        let refused = |email: &str, password: &str, name: &str| {
            SignUp::new(email, password, name, &NameRule::default()).err().map(|invalid| invalid.field)
        };
        assert_eq!(refused("ann@example.com", "wild-workouts", "Ann"), None);
        assert_eq!(refused("ann", "wild-workouts", "Ann"), Some("email"));
        assert_eq!(refused("ann@example.com", "1234567", "Ann"), Some("password"));
        assert_eq!(refused("ann@example.com", &"1".repeat(257), "Ann"), Some("password"));
        assert_eq!(refused("ann@example.com", "wild-workouts", " "), Some("name"));
    }
}
