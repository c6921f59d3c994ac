use domain::workouts::{
    Workouts,
    users::{
        UserId,
        queries::{NamePlace, Standing, UserSummary, Users, UsersReadModel},
    },
};
use kit_domain::{Page, ReadModelError};
use kit_dynamodb::Range;

use super::user::{LIST, place, state_key};
use crate::Table;

impl UsersReadModel for Table<Workouts> {
    async fn users(&self, query: &Users) -> Result<Page<UserSummary, NamePlace>, ReadModelError> {
        // No name is empty, and ids are ASCII: a space sorts before every place, the last character after.
        let first = query.after.as_ref().map_or_else(|| " ".to_owned(), |after| format!("{}~", place(after)));
        let range = Range::new(LIST.to_owned(), first, char::MAX.to_string());
        let users: Vec<UserSummary> = self.first_of_list(range, query.limit.get() + 1).await?;
        Ok(Page::cut(users, query.limit, |user| NamePlace::of(&user.name, user.id)))
    }

    async fn standing(&self, id: UserId) -> Result<Standing, ReadModelError> {
        Ok(self.get(&state_key(id)).await?.unwrap_or_default())
    }
}
