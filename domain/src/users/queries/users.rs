use serde::Deserialize;

use crate::{
    Limit, Page, ReadModelError,
    users::{DisplayName, UserId},
};

/// All registered users by name, a page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users {
    /// Where the page before ended.
    pub after: Option<NamePlace>,
    /// How many a page holds.
    pub limit: Limit,
}

/// A user's place in the list: by name, whatever its capitals, then by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePlace {
    /// The name in small letters.
    pub name: String,
    /// Who of those that are called so.
    pub user: UserId,
}

impl NamePlace {
    /// The place of somebody called `name`.
    #[must_use]
    pub fn of(name: &DisplayName, user: UserId) -> Self {
        Self { name: name.as_str().to_lowercase(), user }
    }
}

/// What the list tells of a user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserSummary {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: DisplayName,
    /// How many credits they have.
    #[serde(default)]
    pub balance: u64,
}

/// What the users' queries ask.
pub trait UsersReadModel {
    /// The page of users that `query` asks for.
    fn users(&self, query: &Users)
    -> impl Future<Output = Result<Page<UserSummary, NamePlace>, ReadModelError>> + Send;

    /// One user if registered.
    fn user(&self, id: UserId) -> impl Future<Output = Result<Option<UserSummary>, ReadModelError>> + Send;
}

impl Users {
    /// The users, by name.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(&self, users: &impl UsersReadModel) -> Result<Page<UserSummary, NamePlace>, ReadModelError> {
        users.users(self).await
    }
}
