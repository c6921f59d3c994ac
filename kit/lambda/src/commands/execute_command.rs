use std::time::Instant;

use jiff::SignedDuration;
use kit_domain::{ReadModelError, causes};
use kit_dynamodb::{
    MessageId,
    call_counts::CallCounts,
    deferred::{CommandEvent, CommandStatus, Completed},
};
use uuid::Uuid;

use crate::{
    Service,
    http::{ApiRequest, Problem, defer::StoredRequest, kinds},
    messages::{Delivery, Unhandled},
    metrics::{CommandMetrics, Outcome},
};

/// After this time a command is not executed any more: its sender would not expect it.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// Executes a deferred command by the handler that accepted it.
///
/// The record is read first: it has the request, and says whether the command has been completed before. From then on
/// the command is completed only on condition that nobody else has completed it.
pub(crate) async fn execute_command<S: Service>(service: &S, delivery: &Delivery) -> Result<(), Unhandled> {
    let event = delivery.event::<CommandEvent>()?;
    let CommandEvent::Accepted { command: id, .. } = event.event;
    let (table, id) = (service.table(), MessageId::from(id));
    let command = match table.command(id).await {
        Ok(Some(command)) => command,
        Ok(None) => return Ok(()),
        // Nobody will ever be able to read it. Its sender can only be answered that it has failed.
        Err(error @ ReadModelError::Broken(_)) => {
            tracing::error!(command = %id, cause = causes(&error), "a command's record cannot be read");
            return fail(service, id, event.id, &Problem::internal(), &event.correlationid).await;
        }
        Err(error) => return Err(error.into()),
    };
    if command.status != CommandStatus::Accepted || command.acceptance != event.id {
        return Ok(());
    }
    let (now, begun, calls) = (service.runtime().clock().now(), Instant::now(), CallCounts::so_far());
    // Its request was not measured when it was accepted.
    let measure = |request: &ApiRequest, problem: Option<&Problem>| {
        service.runtime().measure_command(&CommandMetrics {
            function: request.function,
            outcome: problem.map_or(Outcome::Succeeded, |problem| Outcome::of_status(problem.status().as_u16())),
            slug: problem.map(Problem::slug),
            duration: begun.elapsed(),
            calls: CallCounts::so_far().since(calls),
            request: Some(&request.id),
            correlation: &event.correlationid,
        });
    };
    let stored = serde_json::from_str::<StoredRequest>(command.request.as_deref().unwrap_or_default());
    let function = stored.as_ref().ok().and_then(|stored| S::catalog().command(&stored.function));
    let name = function.map_or("", |function| function.name());
    let request = stored.map(|stored| stored.request(name, (id, command.acceptance), now));
    if command.accepted + PATIENCE < now {
        let expired = Problem::command_expired();
        if let Ok(request) = &request {
            measure(request, Some(&expired));
        }
        return fail(service, id, command.acceptance, &expired, &event.correlationid).await;
    }
    let request = request.map_err(|error| Unhandled::Never(format!("not a request: {error}")))?;
    let Some(handler) = function.and_then(|function| function.request_handler()) else {
        return Err(Unhandled::Never("no function executes it".into()));
    };
    let executed = handler(service, &request).await;
    measure(&request, executed.as_ref().err());
    match executed {
        // The transaction that carried its effects has completed it.
        Ok(_) => Ok(()),
        Err(problem) if problem.is_retryable() => Err(Unhandled::Later(problem.slug().to_owned())),
        Err(problem) => fail(service, id, command.acceptance, &problem, &request.id).await,
    }
}

impl Problem {
    /// A deferred command was not executed in time.
    pub(crate) fn command_expired() -> Self {
        let detail = format!("it could not be executed within {} minutes, and will not be", PATIENCE.as_mins());
        Self::new(kinds::COMMAND_EXPIRED, detail)
    }
}

async fn fail<S: Service>(
    service: &S,
    id: MessageId,
    acceptance: Uuid,
    problem: &Problem,
    request: &str,
) -> Result<(), Unhandled> {
    tracing::info!(command = %id, slug = problem.slug(), "a command failed");
    let failed = Completed::Failed(problem.document(service.runtime().problem_prefix(), request));
    Ok(service.table().complete(id, acceptance, &failed).await?)
}
