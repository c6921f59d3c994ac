use std::ops::RangeInclusive;

use adapters::{
    causes,
    store::{Answer, COMMANDS, ExecuteError, Fingerprint, Message, MessageId},
};
use domain::{Books, Command, ReadModelError};
use uuid::Uuid;

use super::{ApiRequest, Problem, Reply, kinds};
use crate::Dependencies;

pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What an `Idempotency-Key` is made of: this many visible ASCII characters.
pub(crate) const KEY_LENGTH: RangeInclusive<usize> = 1..=255;
pub(crate) const KEY_CHARACTERS: RangeInclusive<char> = '!'..='~';

impl Dependencies {
    /// Carries a command out once, however often the request comes. `starts` is where what it starts
    /// can be read.
    pub(crate) async fn execute<C: Command>(
        &self,
        request: &ApiRequest,
        command: C,
        starts: Option<String>,
    ) -> Result<Reply, Problem> {
        let message = request.message(C::BOOKS)?;
        let table = self.table(C::BOOKS);
        let terms = self.terms(request.received);
        if request.is_to_be_put_off() {
            if let Err(refusal) = command.admissible(&terms) {
                // What was accepted, or done, before its hour had passed is not refused for that now.
                match table.knows(&message).await {
                    Ok(true) => {}
                    Ok(false) => return Err(refusal.into()),
                    Err(error) => return Err(problem(&message, error)),
                }
            }
            let accepted = table.accept(C::BOOKS, &message, request.sender()?, request.write_down()).await;
            return accepted.map(|()| Reply::accepted(&message)).map_err(|error| problem(&message, error));
        }
        let first = Answer { content_location: starts };
        let answer = table.execute(&message, &terms, &command, &first).await;
        answer.map(|answer| Reply::Done(answer.content_location)).map_err(|error| problem(&message, error))
    }
}

/// Why a command was not carried out, as its sender is told.
fn problem(message: &Message, error: ExecuteError) -> Problem {
    match error {
        ExecuteError::Refused(refusal) => refusal.into(),
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
    /// A key under which something else was sent before.
    pub(crate) fn key_reused() -> Self {
        Self::new(kinds::IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key has been used for another command")
    }
}

impl From<ReadModelError> for Problem {
    fn from(error: ReadModelError) -> Self {
        match error {
            ReadModelError::Unavailable(cause) => {
                tracing::warn!(cause = causes(&*cause), "a read model is unavailable");
                Self::try_again()
            }
            ReadModelError::Broken(cause) => {
                tracing::error!(cause = causes(&*cause), "a query failed");
                Self::internal()
            }
        }
    }
}

/// Whose keys they are: one person's keys in one set of books never meet those in another, which remember
/// for themselves.
fn keys_of(sender: Uuid, books: Books) -> Uuid {
    match books {
        Books::Workouts => sender,
        Books::Community => Uuid::new_v5(&sender, b"community"),
    }
}

impl ApiRequest {
    /// Checks the `Idempotency-Key`, if there is one: what is not understood is refused before who sends it.
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

    fn message(&self, books: Books) -> Result<Message, Problem> {
        let (sent, fingerprint) = match self.check_key()? {
            Some(key) => {
                let fingerprint = Fingerprint::of_request(&self.method, &self.path, &self.body);
                (MessageId::of_key(keys_of(self.sender()?, books), key), Some(fingerprint))
            }
            None => (MessageId::of_delivery(&self.id), None),
        };
        Ok(Message {
            // The id that it was accepted under, however a later release would make one.
            id: self.put_off.map_or(sent, |(accepted, _)| accepted),
            fingerprint,
            received: self.received,
            begun: self.begun,
            settles: self.put_off.map(|(_, acceptance)| acceptance),
            remembered: COMMANDS,
            correlation: self.correlation.clone(),
            traceparent: self.traceparent.clone(),
        })
    }
}
