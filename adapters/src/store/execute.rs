use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use domain::{Command, Halt, Refusal, Terms};
use tokio::time::{sleep, timeout};

use crate::{causes, commands::Settled, effort};

use super::{
    Answer, Message, Table,
    failure::{self, BoxError, Failure},
    inbox::Remembered,
    unit_of_work::{Attempt, Ended},
};

/// How often a command is decided before its caller is told to try again.
pub(crate) const MOST_ATTEMPTS: u32 = 5;

/// A command is given up after that long. With the last look into the inbox, which takes 2.5 s at most,
/// it has ended before its function's timeout of 15 s, so that its caller is told.
const PATIENCE: Duration = Duration::from_secs(9);

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
    /// The table is busy. Whether the command was carried out could not be learned in time; sent again
    /// under the same key, it will have been once.
    #[error("the command could not be committed in time")]
    TryAgain(#[source] BoxError),
    /// Something is wrong that trying again will not help.
    #[error("the command failed")]
    Broken(#[source] BoxError),
}

impl Table {
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
        let uncertain = AtomicBool::new(false);
        let attempts = self.attempt(message, terms, command, answer, &uncertain);
        let outcome = timeout(PATIENCE, attempts).await;
        match outcome.unwrap_or_else(|elapsed| Err(ExecuteError::TryAgain(elapsed.into()))) {
            // A commit may have taken effect although its answer was lost: only the inbox knows.
            Err(ExecuteError::TryAgain(cause)) if uncertain.load(Relaxed) => match self.recall(message).await {
                Ok(Remembered::Done(answer)) => self.repeated(message, answer).await,
                _ => Err(ExecuteError::TryAgain(cause)),
            },
            outcome => outcome,
        }
    }

    async fn attempt(
        &self,
        message: &Message,
        terms: &Terms,
        command: &impl Command,
        answer: &Answer,
        uncertain: &AtomicBool,
    ) -> Result<Answer, ExecuteError> {
        let mut attempt = 0;
        loop {
            let mut work = Attempt::new(self, message);
            let failed = match command.decide(&mut work, terms).await {
                Ok(()) => match self.commit(&work, answer, uncertain).await {
                    Ok(()) => return Ok(answer.clone()),
                    Err(failed) => failed,
                },
                Err(Halt::Refused(refusal)) => {
                    // A batch of reads is no snapshot: the inbox may have been read before, and the
                    // aggregates after the same message took effect. That can only happen to a message
                    // that is under way twice; whether it did, a read of the inbox tells that waits for
                    // transactions under way.
                    if !uncertain.load(Relaxed) && !message.may_be_under_way_twice() {
                        return Err(refusal.into());
                    }
                    match self.recall(message).await {
                        Ok(Remembered::Nothing) => return Err(refusal.into()),
                        Ok(Remembered::Done(answer)) => return self.repeated(message, answer).await,
                        Ok(Remembered::Other) => return Err(ExecuteError::KeyReused),
                        Err(failed) => failed,
                    }
                }
                Err(Halt::Interrupted(_)) => match work.ended() {
                    Ended::Repeated(answer) => {
                        effort::duplicate();
                        return self.repeated(message, answer).await;
                    }
                    Ended::KeyReused => return Err(ExecuteError::KeyReused),
                    Ended::Failed(failed) => failed,
                },
            };
            attempt += 1;
            let cause = match failed {
                Failure::Conflict(cause) | Failure::Unavailable(cause) => cause,
                Failure::Broken(cause) => return Err(ExecuteError::Broken(cause)),
            };
            if attempt == MOST_ATTEMPTS {
                return Err(ExecuteError::TryAgain(cause));
            }
            effort::decided_again();
            tracing::debug!(attempt, cause = causes(&*cause), "deciding again");
            pause(attempt).await;
        }
    }

    /// A message that had had its effects is answered as the first time. They may have come by another way
    /// than its own acceptance, which is settled now then.
    async fn repeated(&self, message: &Message, answer: Answer) -> Result<Answer, ExecuteError> {
        if let Some(acceptance) = message.settles {
            let settled = self.settle(message.id, acceptance, &Settled::Succeeded(answer.clone())).await;
            settled.map_err(|error| ExecuteError::TryAgain(error.into()))?;
        }
        Ok(answer)
    }

    async fn commit(&self, work: &Attempt<'_>, answer: &Answer, uncertain: &AtomicBool) -> Result<(), Failure> {
        let actions = work.actions(answer)?;
        if actions.is_empty() {
            return Ok(());
        }
        // From here on until the answer is there, nobody knows; and after an earlier lost answer, still nobody.
        let before = uncertain.swap(true, Relaxed);
        let transaction = self.client.transact_write_items().set_transact_items(Some(actions));
        let committed = transaction.send().await.map(drop).map_err(failure::of_transaction);
        if !matches!(committed, Err(Failure::Unavailable(_))) {
            uncertain.store(before, Relaxed);
        }
        committed
    }
}

/// Waits up to 20 ms · 2ⁿ after the nth time: full jitter, so that those who collided do not meet again.
pub(crate) async fn pause(nth: u32) {
    sleep(FIRST_PAUSE.mul_f64(fastrand::f64() * f64::from(1 << nth))).await;
}
