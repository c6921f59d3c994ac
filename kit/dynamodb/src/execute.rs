use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use kit_domain::{Command, CommandError, Context, Policies, Refused, causes, decide};
use tokio::time::{sleep, timeout};

use crate::{
    Answer, Attempt, Message, Table,
    attempt::Ended,
    call_counts,
    deferred::Completed,
    failure::{self, BoxError, Failure},
    inbox::Seen,
};

/// How often a command is decided before its caller is told to try again.
pub(crate) const MOST_ATTEMPTS: u32 = 5;

/// A command is given up after that long. With the last look into the inbox, which takes 2.5 s at most,
/// it has ended before its function's timeout of 15 s, so that its caller is told.
const PATIENCE: Duration = Duration::from_secs(9);

const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// Why a command was not executed.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// The business says no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Another command has been executed under the same key.
    #[error("the key has been used for another command")]
    KeyReused,
    /// The table is busy. Nobody knows yet whether the command was executed; sent again under the same key, it is
    /// executed once.
    #[error("the command could not be committed in time")]
    TryAgain(#[source] BoxError),
    /// Something is wrong that trying again will not help.
    #[error("the command failed")]
    Broken(#[source] BoxError),
}

impl<C: Context, L: 'static> Table<C, L> {
    /// Executes `command` and the policies of its context once, however often `message` comes, and answers as the first
    /// time.
    ///
    /// The command is decided on the state in the table, and committed only if that is still the state; else all of it
    /// is done again, at most five times.
    ///
    /// When the answer of a commit is lost, the SDK repeats the call with the same
    /// `ClientRequestToken`, which DynamoDB recognizes for ten minutes. When that is lost too, the
    /// next attempt finds the message's inbox record. This relies on nothing being impossible but
    /// that a transaction is committed in part.
    ///
    /// # Errors
    /// See [`ExecuteError`].
    pub async fn execute<K>(&self, message: &Message, command: &K, answer: &Answer) -> Result<Answer, ExecuteError>
    where
        C: Policies<Attempt<C, L>>,
        K: Command<Attempt<C, L>>,
    {
        let uncertain = AtomicBool::new(false);
        let attempts = self.attempt(message, command, answer, &uncertain);
        let outcome = timeout(PATIENCE, attempts).await;
        match outcome.unwrap_or_else(|elapsed| Err(ExecuteError::TryAgain(elapsed.into()))) {
            // A commit may have taken effect although its answer was lost: only the inbox knows.
            Err(ExecuteError::TryAgain(cause)) if uncertain.load(Relaxed) => match self.seen(message).await {
                Ok(Seen::Done(answer)) => self.repeated(message, answer).await,
                _ => Err(ExecuteError::TryAgain(cause)),
            },
            outcome => outcome,
        }
    }

    async fn attempt<K>(
        &self,
        message: &Message,
        command: &K,
        answer: &Answer,
        uncertain: &AtomicBool,
    ) -> Result<Answer, ExecuteError>
    where
        C: Policies<Attempt<C, L>>,
        K: Command<Attempt<C, L>>,
    {
        let terms = self.terms(message.received);
        let mut attempt = 0;
        loop {
            let mut work = Attempt::new(self, message);
            let failed = match decide(command, &mut work, &terms).await {
                Ok(()) => match self.commit(&work, answer, uncertain).await {
                    Ok(()) => return Ok(answer.clone()),
                    Err(failed) => failed,
                },
                Err(CommandError::Refused(refusal)) => {
                    // A batch of reads is no snapshot: the inbox may have been read before, and the
                    // aggregates after the same message took effect. That can only happen to a message
                    // that is under way twice; whether it did, a read of the inbox tells that waits for
                    // transactions under way.
                    if !uncertain.load(Relaxed) && !message.may_be_under_way_twice() {
                        return Err(refusal.into());
                    }
                    match self.seen(message).await {
                        Ok(Seen::Nothing) => return Err(refusal.into()),
                        Ok(Seen::Done(answer)) => return self.repeated(message, answer).await,
                        Ok(Seen::Other) => return Err(ExecuteError::KeyReused),
                        Err(failed) => failed,
                    }
                }
                Err(error @ CommandError::Endless) => return Err(ExecuteError::Broken(error.into())),
                Err(CommandError::Interrupted(_)) => match work.ended() {
                    Ended::Repeated(answer) => {
                        call_counts::duplicate();
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
            call_counts::decided_again();
            tracing::debug!(attempt, cause = causes(&*cause), "deciding again");
            pause(attempt).await;
        }
    }

    /// A message that had had its effects gets the first answer again. The effects may have come by another way than
    /// its own acceptance, which is completed now then.
    async fn repeated(&self, message: &Message, answer: Answer) -> Result<Answer, ExecuteError> {
        if let Some(acceptance) = message.completes {
            let completed = self.complete(message.id, acceptance, &Completed::Succeeded(answer.clone())).await;
            completed.map_err(|error| ExecuteError::TryAgain(error.into()))?;
        }
        Ok(answer)
    }

    async fn commit(&self, work: &Attempt<C, L>, answer: &Answer, uncertain: &AtomicBool) -> Result<(), Failure> {
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
