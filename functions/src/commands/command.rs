use adapters::{
    commands::CommandStatus,
    store::{COMMANDS, MessageId},
};
use domain::Books;
use futures_util::future::join_all;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{json, value::RawValue};
use uuid::Uuid;

use super::execute_command::PATIENCE;
use crate::{
    Dependencies, Function,
    description::Operation,
    http::{ApiRequest, Caller, Problem, Reply, kinds},
};

/// `GET /api/commands/{uuid}`: what became of a command, for who sent it.
pub static COMMAND: Function =
    Function::http("command", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::query::<CommandJson>("command", "GET /api/commands/{uuid}", "What became of a command")
        .about(format!("For who sent it with `Prefer: respond-async`, for {} days.", COMMANDS.as_hours() / 24))
        .refused([kinds::NOT_FOUND])
}

/// What has become of a command.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Command", extend("examples" = [json!({
    "status": "succeeded",
    "contentLocation": "/api/trainings/018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f",
    "problem": null,
})]))]
struct CommandJson {
    /// Whether it will be carried out, has been, or never will be.
    #[schemars(with = "String", extend("enum" = ["accepted", "succeeded", "failed"]))]
    status: CommandStatus,
    /// Where what it started can be read.
    content_location: Option<String>,
    /// Why it has failed.
    #[schemars(
        with = "Option<Problem>",
        description = format!(
            "Why it has failed: what it would have been answered, or `command-expired` if it could not be carried out \
             within {} minutes.",
            PATIENCE.as_mins()
        )
    )]
    problem: Option<Box<RawValue>>,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let id: Uuid = request.path_id()?;
    request.parameters(&[])?;
    let caller = request.caller()?;
    let sender = match &caller {
        Caller::Attendee(attendee) => Uuid::from(attendee.id),
        Caller::Trainer(trainer) => Uuid::from(trainer.id),
    };
    // Its id does not tell which books it is entered in.
    let everywhere = async {
        let books = Books::ALL.into_iter().map(|books| dependencies.table(books).command(MessageId::from(id)));
        let (mut found, mut failed) = (None, None);
        for looked_up in join_all(books).await {
            match looked_up {
                Ok(command) => found = found.or(command),
                Err(error) => failed = Some(error),
            }
        }
        // Whatever is wrong with the others says nothing against the books that have it.
        match (found, failed) {
            (None, Some(error)) => Err(error),
            (found, _) => Ok(found),
        }
    };
    let found = dependencies.ask(&caller, everywhere).await?;
    let Some(command) = found.filter(|command| command.sender == sender) else {
        return Err(Problem::not_found(format!("there is no command {id}")));
    };
    let problem = command.problem.and_then(|problem| RawValue::from_string(problem).ok());
    Reply::json(&CommandJson { status: command.status, content_location: command.content_location, problem })
}
