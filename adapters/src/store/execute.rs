use std::time::Duration;

use domain::{Command, Halt, Refusal, Terms};
use tokio::time::{sleep, timeout};

use super::{
    Answer, Message, Workouts,
    failure::{self, BoxError, Failure},
    inbox::Remembered,
    unit_of_work::{Attempt, Ended},
};

/// How often a command is decided before its caller is told to try again.
const MOST_ATTEMPTS: u32 = 5;

/// A command has ended by then, done or not: before its function's timeout of 15 s, so that its caller
/// is told to try again. What a commit did whose answer came too late, a repetition finds in the inbox.
const PATIENCE: Duration = Duration::from_secs(12);

/// Before attempt n + 1 a command waits up to 20 ms · 2ⁿ: full jitter, so that those who collided
/// do not meet again.
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// The business says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another command has been carried out under the same key.
    #[error("the key has been used for another command")]
    KeyReused,
    /// The table is busy; the command may be sent again under the same key.
    #[error("the command could not be committed in time")]
    TryAgain(#[source] BoxError),
    /// Something is wrong that trying again will not help.
    #[error("the command failed")]
    Broken(#[source] BoxError),
}

impl Workouts {
    /// Carries `command` out once, however often `message` comes, and answers as the first time.
    ///
    /// The command is decided on what is in the table, and committed only if that is still so; else
    /// all of it is done again, at most five times.
    ///
    /// What happens when the answer of a commit is lost: the SDK repeats the call with the same
    /// `ClientRequestToken`, which DynamoDB recognises for ten minutes. When that is lost too, the
    /// next attempt finds the message's inbox record. This relies on nothing being impossible but
    /// that a transaction is committed in part.
    ///
    /// # Errors
    /// See [`ExecuteError`].
    pub async fn execute(
        &self,
        message: &Message,
        terms: &Terms,
        command: &impl Command,
        answer: &Answer,
    ) -> Result<Answer, ExecuteError> {
        let attempts = self.attempt(message, terms, command, answer);
        timeout(PATIENCE, attempts).await.unwrap_or_else(|elapsed| Err(ExecuteError::TryAgain(elapsed.into())))
    }

    async fn attempt(
        &self,
        message: &Message,
        terms: &Terms,
        command: &impl Command,
        answer: &Answer,
    ) -> Result<Answer, ExecuteError> {
        let mut may_have_committed = false;
        let mut attempt = 0;
        loop {
            let mut work = Attempt::new(self, message);
            let failed = match command.decide(&mut work, terms).await {
                Ok(()) => match self.commit(&work, answer).await {
                    Ok(()) => return Ok(answer.clone()),
                    Err(failed) => {
                        may_have_committed |= matches!(failed, Failure::Unavailable(_));
                        failed
                    }
                },
                Err(Halt::Refused(refusal)) => {
                    // A batch of reads is no snapshot: the inbox may have been read before, and the
                    // aggregates after the same message took effect. Only a message that can be
                    // under way twice is affected, and its record is there if it did.
                    if may_have_committed || message.fingerprint.is_some() {
                        return self.answer_of_twin(message, refusal).await;
                    }
                    return Err(refusal.into());
                }
                Err(Halt::Interrupted(_)) => match work.ended() {
                    Ended::Repeated(answer) => return Ok(answer),
                    Ended::KeyReused => return Err(ExecuteError::KeyReused),
                    Ended::Failed(failed) => failed,
                },
            };
            attempt += 1;
            let cause = match failed {
                Failure::Conflict(cause) | Failure::Unavailable(cause) => cause,
                Failure::Broken(cause) => return Err(ExecuteError::Broken(cause)),
            };
            let pause = FIRST_PAUSE.mul_f64(fastrand::f64() * f64::from(1 << attempt));
            if attempt == MOST_ATTEMPTS {
                return Err(ExecuteError::TryAgain(cause));
            }
            tracing::debug!(attempt, cause = %cause, "deciding again");
            sleep(pause).await;
        }
    }

    async fn commit(&self, work: &Attempt<'_>, answer: &Answer) -> Result<(), Failure> {
        let actions = work.actions(answer)?;
        if !actions.is_empty() {
            self.client
                .transact_write_items()
                .set_transact_items(Some(actions))
                .send()
                .await
                .map_err(failure::of_transaction)?;
        }
        Ok(())
    }

    /// Refuses unless the very same message has been carried out meanwhile.
    async fn answer_of_twin(&self, message: &Message, refusal: Refusal) -> Result<Answer, ExecuteError> {
        match self.recall(message).await {
            Ok(Remembered::Nothing) => Err(refusal.into()),
            Ok(Remembered::Done(answer)) => Ok(answer),
            Ok(Remembered::Other) => Err(ExecuteError::KeyReused),
            Err(Failure::Conflict(cause) | Failure::Unavailable(cause)) => Err(ExecuteError::TryAgain(cause)),
            Err(Failure::Broken(cause)) => Err(ExecuteError::Broken(cause)),
        }
    }
}
