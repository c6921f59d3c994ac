use domain::workouts::users::{UserId, queries::UsersReadModel};
use kit_lambda::{
    Function,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{Caller, MEMBERS, workouts::Workouts};

/// `GET /api/users/current`: who sends the request, and their credits.
pub(crate) static CURRENT_USER: Function<Workouts> = Function::query::<CurrentUserJson>(
    "current-user",
    "GET /api/users/current",
    &MEMBERS,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation.summary("Who asks, and their credits").then("posts", "uuid", "$response.body#/uuid")
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

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    request.parameters(&[])?;
    let (uuid, name, balance, role) = match Caller::of(request)? {
        Caller::Attendee(attendee) => {
            let user = UserId::from(attendee.id);
            let standing = service.table.standing(user).await.map_err(Problem::unanswered)?.may_ask(user)?;
            (attendee.id.into(), attendee.name, standing.balance, "attendee")
        }
        // The trainer has no account: there is nothing to read.
        Caller::Trainer(trainer) => (trainer.id.into(), trainer.name, 0, "trainer"),
    };
    Reply::json(&CurrentUserJson { uuid, display_name: name.as_str().to_owned(), balance, role })
}
