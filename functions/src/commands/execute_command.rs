use std::time::Instant;

use adapters::{
    causes,
    commands::{CommandEvent, CommandStatus, Settled},
    effort::Effort,
    store::{MessageId, Table},
};
use domain::ReadModelError;
use jiff::SignedDuration;
use lambda_http::http::StatusCode;
use uuid::Uuid;

use crate::{
    COMMANDS, Dependencies, Function,
    http::{ApiRequest, Problem, kinds},
    messages::{Delivery, NotTaken},
    metrics::{CommandMetrics, Outcome},
};

/// Carries out commands that were put off, each by the handler that accepted it.
pub static EXECUTE_COMMAND: Function =
    Function::subscriber("execute-command", |dependencies, delivery| Box::pin(take(dependencies, delivery)));

/// What has not been carried out by then is not carried out any more: nobody would expect it.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// The record is read first: it has the request, and says whether the command has been settled before. From
/// then on, whoever settles it does so on condition that nobody else has.
async fn take(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    let event = delivery.event::<CommandEvent>()?;
    let CommandEvent::Accepted { command: id, books } = event.event;
    let (table, id) = (dependencies.table(books), MessageId::from(id));
    let command = match table.command(id).await {
        Ok(Some(command)) => command,
        Ok(None) => return Ok(()),
        // Nobody will ever be able to read it: all that can be done is to say so to who sent it.
        Err(error @ ReadModelError::Broken(_)) => {
            tracing::error!(command = %id, cause = causes(&error), "a command's record cannot be read");
            return fail(table, id, event.id, Problem::internal(), &event.correlationid).await;
        }
        Err(error) => return Err(error.into()),
    };
    if command.status != CommandStatus::Accepted || command.acceptance != event.id {
        return Ok(());
    }
    let (now, begun, effort) = (dependencies.clock.now(), Instant::now(), Effort::so_far());
    let request = command.request.as_deref().unwrap_or_default();
    let request = ApiRequest::take_up(request, (id, command.acceptance), now);
    // It was not measured when it was accepted: that was only the beginning.
    let measure = |request: &ApiRequest, problem: Option<&Problem>| {
        dependencies.measure_command(&CommandMetrics {
            function: request.function,
            outcome: problem.map_or(Outcome::Succeeded, |problem| Outcome::of_status(problem.status().as_u16())),
            slug: problem.map(Problem::slug),
            duration: begun.elapsed(),
            effort: Effort::so_far().since(effort),
            request: Some(&request.id),
            correlation: &event.correlationid,
        });
    };
    if command.accepted + PATIENCE < now {
        let expired = Problem::command_expired();
        if let Ok(request) = &request {
            measure(request, Some(&expired));
        }
        return fail(table, id, command.acceptance, expired, &event.correlationid).await;
    }
    let request = request.map_err(|error| NotTaken::Never(format!("not a request: {error}")))?;
    let function = COMMANDS.iter().find(|function| function.name == request.function);
    let Some(handler) = function.and_then(|function| function.http_handler()) else {
        return Err(NotTaken::Never("no function carries it out".into()));
    };
    let done = handler(dependencies, &request).await;
    measure(&request, done.as_ref().err());
    match done {
        // The transaction that carried its effects has settled it.
        Ok(_) => Ok(()),
        Err(problem) if problem.status() == StatusCode::SERVICE_UNAVAILABLE => {
            Err(NotTaken::Later(problem.slug().to_owned()))
        }
        Err(problem) => fail(table, id, command.acceptance, problem, &request.id).await,
    }
}

impl Problem {
    /// A command that was put off was not carried out in time.
    pub(crate) fn command_expired() -> Self {
        let detail = format!("it could not be carried out within {} minutes, and will not be", PATIENCE.as_mins());
        Self::new(kinds::COMMAND_EXPIRED, detail)
    }
}

async fn fail(table: &Table, id: MessageId, acceptance: Uuid, problem: Problem, request: &str) -> Result<(), NotTaken> {
    tracing::info!(command = %id, slug = problem.slug(), "a command failed");
    let failed = Settled::Failed(problem.document(request));
    Ok(table.settle(id, acceptance, &failed).await?)
}
