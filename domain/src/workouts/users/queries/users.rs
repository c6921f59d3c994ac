use jiff::Timestamp;
use serde::Deserialize;

use crate::workouts::users::{DisplayName, UserId, UsersRefusal};
use kit_domain::{Limit, Page, ReadModelError};

/// A page of all registered users, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users {
    /// Where the page before ended.
    pub after: Option<NamePlace>,
    /// How many a page holds.
    pub limit: Limit,
}

/// A user's place in the list: by name without regard to capitals, then by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePlace {
    /// The name in small letters.
    pub name: String,
    /// Which user of that name.
    pub user: UserId,
}

impl NamePlace {
    /// The place of somebody called `name`.
    #[must_use]
    pub fn of(name: &DisplayName, user: UserId) -> Self {
        Self { name: name.as_str().to_lowercase(), user }
    }
}

/// A user in the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserSummary {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: DisplayName,
    /// How many credits they have.
    #[serde(default)]
    pub balance: u64,
}

/// A user's balance, and whether the account is active.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// How many credits they have.
    #[serde(default)]
    pub balance: u64,
    /// When the account was deactivated, if it was.
    #[serde(default, rename = "deactivatedAt")]
    pub deactivated: Option<Timestamp>,
}

impl Standing {
    /// Checks that the user may query anything.
    ///
    /// # Errors
    /// [`UsersRefusal::Deactivated`].
    pub fn may_ask(self, user: UserId) -> Result<Self, UsersRefusal> {
        if self.deactivated.is_some() { Err(UsersRefusal::Deactivated(user)) } else { Ok(self) }
    }
}

/// The read model of the users' queries.
pub trait UsersReadModel {
    /// The page of users that `query` asks for.
    fn users(&self, query: &Users)
    -> impl Future<Output = Result<Page<UserSummary, NamePlace>, ReadModelError>> + Send;

    /// The standing of one user, registered or not.
    fn standing(&self, id: UserId) -> impl Future<Output = Result<Standing, ReadModelError>> + Send;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::given::{mary, now};

    #[test]
    fn users_are_listed_by_name_without_regard_to_capitals() {
        let place = NamePlace::of(&DisplayName::new("MARY Ann").unwrap(), mary().into());
        assert_eq!(place, NamePlace { name: "mary ann".to_owned(), user: mary().into() });
    }

    #[test]
    fn a_deactivated_user_may_query_nothing() {
        let active = Standing { balance: 3, deactivated: None };
        assert_eq!(active.may_ask(mary().into()), Ok(active));
        let deactivated = Standing { deactivated: Some(now()), ..active };
        assert_eq!(deactivated.may_ask(mary().into()), Err(UsersRefusal::Deactivated(mary().into())));
    }
}
