use domain::users::queries;
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
            let query = queries::CurrentUser { attendee: attendee.id };
            (attendee.id.into(), attendee.name, query.balance(&dependencies.workouts).await?, "attendee")
        }
        // The trainer has no account: there is nothing to read.
        Caller::Trainer(trainer) => (trainer.id.into(), trainer.name, 0, "trainer"),
    };
    Reply::json(&CurrentUserJson { uuid, display_name: name.as_str().to_owned(), balance, role })
}
