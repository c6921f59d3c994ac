use adapters::{
    causes,
    store::{Answer, COMMANDS, ExecuteError, Fingerprint, Message, MessageId},
};
use domain::{Books, Command, ReadModelError};
use lambda_http::http::StatusCode;
use uuid::Uuid;

use super::{ApiRequest, Problem, Reply};
use crate::Dependencies;

const IDEMPOTENCY_KEY: &str = "idempotency-key";

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
        let first = Answer { content_location: starts };
        match self.table(C::BOOKS).execute(&message, &self.terms(request.received), &command, &first).await {
            Ok(answer) => Ok(Reply::Done(answer.content_location)),
            Err(ExecuteError::Refused(refusal)) => Err(refusal.into()),
            Err(ExecuteError::KeyReused) => {
                let detail = "this Idempotency-Key has been used for another command";
                Err(Problem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "idempotency-key-reused",
                    "The key has been used",
                    detail,
                ))
            }
            Err(ExecuteError::TryAgain(cause)) => {
                tracing::warn!(command = %message.id, cause = causes(&*cause), "could not commit in time");
                Err(Problem::try_again())
            }
            Err(ExecuteError::Broken(cause)) => {
                tracing::error!(command = %message.id, cause = causes(&*cause), "a command failed");
                Err(Problem::internal())
            }
        }
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
        let is_key = |key: &&str| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        let invalid = || Problem::invalid_parameter("an Idempotency-Key has 1 to 255 visible ASCII characters");
        key.to_str().ok().filter(is_key).map(Some).ok_or_else(invalid)
    }

    fn message(&self, books: Books) -> Result<Message, Problem> {
        let (id, fingerprint) = match self.check_key()? {
            Some(key) => {
                let fingerprint = Fingerprint::of_request(&self.method, &self.path, &self.body);
                (MessageId::of_key(keys_of(self.sender()?, books), key), Some(fingerprint))
            }
            None => (MessageId::of_delivery(&self.id), None),
        };
        Ok(Message {
            id,
            fingerprint,
            received: self.received,
            remembered: COMMANDS,
            correlation: self.correlation.clone(),
            traceparent: self.traceparent.clone(),
        })
    }
}
