use kit_dynamodb::{COMMANDS, MessageId, deferred::CommandStatus};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{json, value::RawValue};
use uuid::Uuid;

use super::execute_command::PATIENCE;
use crate::{
    Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply, kinds},
};

pub(crate) fn describe_command(operation: Operation) -> Operation {
    let days = COMMANDS.as_hours() / 24;
    operation
        .summary("The outcome of a deferred command")
        .about(format!("For its sender, for {days} days."))
        .refused([kinds::NOT_FOUND])
}

/// A deferred command and its outcome.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Command", extend("examples" = [json!({
    "status": "accepted",
    "contentLocation": null,
    "problem": null,
})]))]
pub(crate) struct CommandJson {
    /// Whether it will be executed, has been, or never will be.
    #[schemars(with = "String", extend("enum" = ["accepted", "succeeded", "failed"]))]
    status: CommandStatus,
    /// Where the thing that it started can be read.
    content_location: Option<String>,
    /// Why it has failed.
    #[schemars(
        with = "Option<Problem>",
        description = format!(
            "Why it has failed: the answer that it would have got, or `command-expired` if it could not be executed \
             within {} minutes.",
            PATIENCE.as_mins()
        )
    )]
    problem: Option<Box<RawValue>>,
}

/// The outcome of a command, for its sender.
pub(crate) async fn command<S: Service>(service: &S, request: &ApiRequest) -> Result<Reply, Problem> {
    let id: Uuid = request.path_id()?;
    request.parameters(&[])?;
    let sender = request.sender()?;
    let found = service.ask(request, service.table().command(MessageId::from(id))).await?;
    let Some(command) = found.filter(|command| command.sender == sender) else {
        return Err(Problem::not_found(format!("there is no command {id}")));
    };
    let problem = command.problem.and_then(|problem| RawValue::from_string(problem).ok());
    Reply::json(&CommandJson { status: command.status, content_location: command.content_location, problem })
}
