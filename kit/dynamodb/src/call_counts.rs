//! How often DynamoDB was called in an invocation, and what had to be done again.
//!
//! Counted in the task of the invocation, so that invocations side by side do not mix.

use std::cell::Cell;

use aws_sdk_dynamodb::{
    config::{ConfigBag, Intercept, RuntimeComponents, interceptors::BeforeTransmitInterceptorContextRef},
    error::BoxError,
};

tokio::task_local! {
    static COUNTS: Cell<CallCounts>;
}

/// The calls of one invocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// Calls of DynamoDB, repeated ones included.
    pub calls: u32,
    /// Calls that the SDK repeated, and commands that were decided again after a conflict.
    pub retries: u32,
    /// Messages that had had their effects before.
    pub duplicates: u32,
}

impl CallCounts {
    /// Counts what happens in `work`, which sees its counts by [`CallCounts::so_far`].
    pub async fn count<T>(work: impl Future<Output = T>) -> T {
        COUNTS.scope(Cell::default(), work).await
    }

    /// The counts of the present invocation; zero outside of one.
    #[must_use]
    pub fn so_far() -> Self {
        COUNTS.try_with(Cell::get).unwrap_or_default()
    }

    /// The counts since an earlier moment.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            calls: self.calls.saturating_sub(earlier.calls),
            retries: self.retries.saturating_sub(earlier.retries),
            duplicates: self.duplicates.saturating_sub(earlier.duplicates),
        }
    }
}

fn change(change: impl FnOnce(&mut CallCounts)) {
    // Outside of an invocation nobody asks.
    let _ = COUNTS.try_with(|counts| {
        let mut changed = counts.get();
        change(&mut changed);
        counts.set(changed);
    });
}

/// A command is decided again.
pub(crate) fn decided_again() {
    change(|counts| counts.retries += 1);
}

/// A message had had its effects before.
pub fn duplicate() {
    change(|counts| counts.duplicates += 1);
}

/// Counts the calls of the client that it is given to.
#[derive(Debug)]
pub(crate) struct CountCalls;

impl Intercept for CountCalls {
    fn name(&self) -> &'static str {
        "CountCalls"
    }

    fn read_before_attempt(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let attempt = config.load::<aws_smithy_runtime_api::client::retries::RequestAttempts>();
        let repeated = attempt.is_some_and(|attempt| attempt.attempts() > 1);
        change(|counts| {
            counts.calls += 1;
            counts.retries += u32::from(repeated);
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn invocations_side_by_side_count_for_themselves() {
        let invocation = |times: u32| {
            CallCounts::count(async move {
                for _ in 0..times {
                    duplicate();
                    tokio::task::yield_now().await;
                }
                CallCounts::so_far().duplicates
            })
        };
        assert_eq!(tokio::join!(invocation(2), invocation(3)), (2, 3));
        assert_eq!(CallCounts::so_far(), CallCounts::default(), "outside of an invocation nothing is counted");
    }
}
