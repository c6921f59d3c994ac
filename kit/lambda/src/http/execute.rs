use std::ops::RangeInclusive;

use kit_domain::{Command, causes};
use kit_dynamodb::{Answer, Attempt, COMMANDS, ExecuteError, Fingerprint, Message, MessageId};

use super::{ApiRequest, Problem, Reply, kinds};
use crate::Service;

pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// How many characters an `Idempotency-Key` has.
pub const KEY_LENGTH: RangeInclusive<usize> = 1..=255;

/// The characters of an `Idempotency-Key`: the visible ones of ASCII.
pub const KEY_CHARACTERS: RangeInclusive<char> = '!'..='~';

/// Executes a command once, however often its request comes, or accepts it to be executed later.
pub(crate) async fn execute<S, K>(
    service: &S,
    request: &ApiRequest,
    command: K,
    first: Answer,
) -> Result<Reply, Problem>
where
    S: Service,
    K: Command<Attempt<S::Context, S::Layout>> + Send,
{
    let message = request.message::<S>()?;
    let table = service.table();
    if !request.is_to_be_deferred() {
        let answer = table.execute(&message, &command, &first).await;
        return answer.map(|answer| Reply::Done(answer.content_location)).map_err(|error| problem(&message, error));
    }
    if let Err(refused) = command.admissible(&table.terms(request.received)) {
        // A command that was accepted or executed while it was admissible is not refused now.
        match table.has_seen(&message).await {
            Ok(true) => {}
            Ok(false) => return Err(Problem::refused(&refused)),
            Err(error) => return Err(problem(&message, error)),
        }
    }
    let accepted = table.accept(&message, request.sender()?, request.serialize()).await;
    let path = S::catalog().mechanism.commands().path;
    accepted.map(|()| Reply::Accepted(format!("{path}/{}", message.id))).map_err(|error| problem(&message, error))
}

/// Why a command was not executed, as its sender is answered.
fn problem(message: &Message, error: ExecuteError) -> Problem {
    match error {
        ExecuteError::Refused(refused) => Problem::refused(&refused),
        ExecuteError::KeyReused => Problem::key_reused(),
        ExecuteError::TryAgain(cause) => {
            tracing::warn!(command = %message.id, cause = causes(&*cause), "could not commit in time");
            Problem::try_again()
        }
        ExecuteError::Broken(cause) => {
            tracing::error!(command = %message.id, cause = causes(&*cause), "a command failed");
            Problem::internal()
        }
    }
}

impl Problem {
    /// Another command was sent before under the same key.
    pub(crate) fn key_reused() -> Self {
        Self::new(kinds::IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key has been used for another command")
    }
}

impl ApiRequest {
    /// Checks the `Idempotency-Key`, if there is one: the form of a request is checked before its sender.
    pub(super) fn check_key(&self) -> Result<Option<&str>, Problem> {
        let Some(key) = self.headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
        let is_key = |key: &&str| {
            KEY_LENGTH.contains(&key.len()) && key.chars().all(|character| KEY_CHARACTERS.contains(&character))
        };
        let invalid = || {
            let (least, most) = (KEY_LENGTH.start(), KEY_LENGTH.end());
            Problem::invalid_parameter(format!("an Idempotency-Key has {least} to {most} visible ASCII characters"))
        };
        key.to_str().ok().filter(is_key).map(Some).ok_or_else(invalid)
    }

    fn message<S: Service>(&self) -> Result<Message, Problem> {
        let (sent, fingerprint) = match self.check_key()? {
            Some(key) => {
                let fingerprint = Fingerprint::of_request(&self.method, &self.path, &self.body);
                (MessageId::of_key(S::keys_of(self.sender()?), key), Some(fingerprint))
            }
            None => (MessageId::of_delivery(&self.id), None),
        };
        Ok(Message {
            // A deferred command keeps the id that it was accepted under, even if a later release would make another.
            id: self.deferred.map_or(sent, |(accepted, _)| accepted),
            fingerprint,
            received: self.received,
            begun: self.begun,
            completes: self.deferred.map(|(_, acceptance)| acceptance),
            kept: COMMANDS,
            correlation: self.correlation.clone(),
            traceparent: self.traceparent.clone(),
        })
    }
}
