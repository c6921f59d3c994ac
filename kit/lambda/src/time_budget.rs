use std::time::{Duration, Instant, SystemTime};

use lambda_runtime::Context;

/// The time that an invocation has, for work that can be interrupted and continued by the next one.
#[derive(Clone, Copy, Debug)]
pub struct TimeBudget {
    begun: Instant,
    length: Duration,
}

/// The length when nobody says when the invocation ends.
const USUAL: Duration = Duration::from_mins(1);

impl TimeBudget {
    pub(crate) fn of(context: &Context) -> Self {
        let left = if context.deadline == 0 {
            USUAL
        } else {
            context.deadline().duration_since(SystemTime::now()).unwrap_or_default()
        };
        Self { begun: Instant::now(), length: left }
    }

    /// Whether more than a share of the time is over. Work that begins before two thirds are over has the last third to
    /// end in.
    #[must_use]
    pub fn is_spent(&self, share: f64) -> bool {
        self.begun.elapsed() >= self.length.mul_f64(share)
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn context(left: Duration) -> Context {
        let deadline = (SystemTime::now() + left).duration_since(UNIX_EPOCH).unwrap();
        let mut context = Context::default();
        context.deadline = u64::try_from(deadline.as_millis()).unwrap();
        context
    }

    #[test]
    fn the_time_follows_from_the_invocations_deadline() {
        assert!(!TimeBudget::of(&context(Duration::from_secs(30))).is_spent(0.1));
        let budget = TimeBudget {
            begun: Instant::now().checked_sub(Duration::from_secs(15)).unwrap(),
            length: Duration::from_secs(30),
        };
        assert!(budget.is_spent(0.4) && !budget.is_spent(0.6));
    }

    #[test]
    fn an_invocation_at_its_deadline_has_no_time() {
        assert!(TimeBudget::of(&context(Duration::ZERO)).is_spent(0.1));
    }

    #[test]
    fn without_a_deadline_there_is_a_minute() {
        let mut context = Context::default();
        context.deadline = 0;
        assert_eq!(TimeBudget::of(&context).length, USUAL);
    }
}
