//! What an invocation has cost: how often DynamoDB was called, and what had to be done again.
//!
//! Counted for the whole process, as a Lambda environment handles one invocation at a time. Where several run at once,
//! as on the local platform, nobody asks.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use aws_sdk_dynamodb::{
    config::{ConfigBag, Intercept, RuntimeComponents, interceptors::BeforeTransmitInterceptorContextRef},
    error::BoxError,
};

static CALLS: AtomicU32 = AtomicU32::new(0);
static REPEATED_CALLS: AtomicU32 = AtomicU32::new(0);
static DECIDED_AGAIN: AtomicU32 = AtomicU32::new(0);
static DUPLICATES: AtomicU32 = AtomicU32::new(0);

/// What has been counted since it was asked for the last time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Calls of DynamoDB, repeated ones included.
    pub calls: u32,
    /// Calls that the SDK repeated, and commands that were decided again after a conflict.
    pub retries: u32,
    /// Messages that had had their effects before.
    pub duplicates: u32,
}

impl Effort {
    /// Counts anew.
    pub fn begin() {
        let _ = Self::take();
    }

    /// What has been counted since it began. It goes on.
    #[must_use]
    pub fn so_far() -> Self {
        let calls = CALLS.load(Relaxed);
        let retries = REPEATED_CALLS.load(Relaxed) + DECIDED_AGAIN.load(Relaxed);
        Self { calls, retries, duplicates: DUPLICATES.load(Relaxed) }
    }

    /// What has come to `earlier` since.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            calls: self.calls.saturating_sub(earlier.calls),
            retries: self.retries.saturating_sub(earlier.retries),
            duplicates: self.duplicates.saturating_sub(earlier.duplicates),
        }
    }

    /// What has been counted since the last time, which begins anew.
    #[must_use]
    pub fn take() -> Self {
        let calls = CALLS.swap(0, Relaxed);
        let retries = REPEATED_CALLS.swap(0, Relaxed) + DECIDED_AGAIN.swap(0, Relaxed);
        Self { calls, retries, duplicates: DUPLICATES.swap(0, Relaxed) }
    }
}

/// A command is decided again.
pub(crate) fn decided_again() {
    DECIDED_AGAIN.fetch_add(1, Relaxed);
}

/// A message had had its effects before.
pub fn duplicate() {
    DUPLICATES.fetch_add(1, Relaxed);
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
        CALLS.fetch_add(1, Relaxed);
        let attempt = config.load::<aws_smithy_runtime_api::client::retries::RequestAttempts>();
        if attempt.is_some_and(|attempt| attempt.attempts() > 1) {
            REPEATED_CALLS.fetch_add(1, Relaxed);
        }
        Ok(())
    }
}
