use adapters::{commands::CommandStatus, store::MessageId};
use domain::Books;
use futures_util::future::join_all;
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Caller, Problem, Reply},
};

/// `GET /api/commands/{uuid}`: what became of a command, for who sent it.
pub static COMMAND: Function =
    Function::http("command", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CommandJson {
    status: CommandStatus,
    content_location: Option<String>,
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
