use domain::workouts::users::queries::{UserSummary, Users};
use kit_lambda::{
    Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{Caller, Cursor, TRAINER, workouts::Workouts};

/// `GET /api/users`: all registered users by name, for the trainer.
pub(crate) static USERS: Function<Workouts> =
    Function::query::<UsersJson>("users", "GET /api/users", &TRAINER, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Attendees by name")
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

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let parameters = request.parameters(&["limit", "cursor"])?;
    let (limit, after) = (parameters.limit()?, parameters.cursor(Cursor::parse)?);
    Caller::of(request)?.trainer()?;
    let page = Users { after, limit }.ask(&service.table).await.map_err(Problem::unanswered)?;
    Reply::json(&UsersJson {
        users: page.entries.into_iter().map(UserJson::from).collect(),
        next_cursor: page.next.map(|next| next.write()),
    })
}
