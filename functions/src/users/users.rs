use domain::users::queries::{UserSummary, Users};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Cursor, Problem, Reply},
};

/// `GET /api/users`: all registered users by name, for the trainer.
pub static USERS: Function = Function::http("users", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsersJson {
    users: Vec<UserJson>,
    next_cursor: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserJson {
    uuid: Uuid,
    display_name: String,
    balance: u64,
}

impl From<UserSummary> for UserJson {
    fn from(user: UserSummary) -> Self {
        Self { uuid: user.id.into(), display_name: user.name.as_str().to_owned(), balance: user.balance }
    }
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["limit", "cursor"])?;
    let (limit, after) = (parameters.limit()?, parameters.cursor()?);
    request.caller()?.trainer()?;
    let page = Users { after, limit }.ask(&dependencies.workouts).await?;
    Reply::json(&UsersJson {
        users: page.entries.into_iter().map(UserJson::from).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
