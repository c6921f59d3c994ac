use domain::{
    Refusal,
    users::{UserId, queries::UsersReadModel},
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Caller, Problem, Reply},
};

/// `GET /api/users/current`: who sends the request, and their credits.
pub static CURRENT_USER: Function =
    Function::http("current-user", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<CurrentUserJson>("current-user", "GET /api/users/current", "Who asks, and their credits").then(
        "posts",
        "uuid",
        "$response.body#/uuid",
    )
}

/// Who asks.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CurrentUser")]
struct CurrentUserJson {
    /// Their id.
    uuid: Uuid,
    /// Their name.
    #[schemars(example = "Mary Attendee")]
    display_name: String,
    /// How many credits they have; the trainer has none.
    #[schemars(example = 20)]
    balance: u64,
    /// What they may do.
    #[schemars(extend("enum" = ["attendee", "trainer"]))]
    role: &'static str,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    request.parameters(&[])?;
    let (uuid, name, balance, role) = match request.caller()? {
        Caller::Attendee(attendee) => {
            let user = UserId::from(attendee.id);
            let standing = dependencies.workouts.standing(user).await?.may_ask(user).map_err(Refusal::from)?;
            (attendee.id.into(), attendee.name, standing.balance, "attendee")
        }
        // The trainer has no account: there is nothing to read.
        Caller::Trainer(trainer) => (trainer.id.into(), trainer.name, 0, "trainer"),
    };
    Reply::json(&CurrentUserJson { uuid, display_name: name.as_str().to_owned(), balance, role })
}
