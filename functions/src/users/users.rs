use domain::users::queries::{UserSummary, Users};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    description::{Operation, Who},
    http::{ApiRequest, Cursor, Problem, Reply},
};

/// `GET /api/users`: all registered users by name, for the trainer.
pub static USERS: Function = Function::http("users", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<UsersJson>("users", "GET /api/users", "Attendees by name")
        .of(Who::Trainer)
        .in_pages()
        .then("grant-credits", "uuid", "$response.body#/users/0/uuid")
        .then("take-back-credits", "uuid", "$response.body#/users/0/uuid")
        .then("posts", "uuid", "$response.body#/users/0/uuid")
}

/// A page of attendees.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Users")]
struct UsersJson {
    users: Vec<UserJson>,
    /// What to send as `cursor` for the next page; null when there is none.
    next_cursor: Option<String>,
}

/// An attendee.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "User")]
struct UserJson {
    /// Their id.
    uuid: Uuid,
    /// Their name.
    #[schemars(example = "Mary Attendee")]
    display_name: String,
    /// How many credits they have.
    #[schemars(example = 20)]
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
