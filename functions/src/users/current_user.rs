use domain::{
    Refusal,
    users::{UserId, queries::UsersReadModel},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Caller, Problem, Reply},
};

/// `GET /api/users/current`: who sends the request, and their credits.
pub static CURRENT_USER: Function =
    Function::http("current-user", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CurrentUserJson {
    uuid: Uuid,
    display_name: String,
    balance: u64,
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
