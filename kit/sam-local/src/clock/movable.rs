use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kit_domain::Clock;
use thiserror::Error;
use tokio::sync::watch;

/// The furthest that the clock moves at once.
const FURTHEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// A clock that people can move forward, to see what happens a week later. It lasts as long as the process.
pub(crate) struct MovableClock {
    clock: Arc<dyn Clock>,
    /// How far it has been moved in all.
    moved: watch::Sender<SignedDuration>,
}

/// Why the clock is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum InvalidMove {
    #[error("must be positive: the clock only moves forward")]
    NotForward,
    #[error("must be at most 366 days")]
    TooFar,
    #[error("leads to a year that no clock shows")]
    EndOfTime,
}

impl MovableClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, moved: watch::Sender::default() }
    }

    /// Moves it, and says what time it is then.
    pub(crate) fn forward(&self, by: SignedDuration) -> Result<Timestamp, InvalidMove> {
        if !by.is_positive() {
            return Err(InvalidMove::NotForward);
        }
        if by > FURTHEST {
            return Err(InvalidMove::TooFar);
        }
        let mut result = Err(InvalidMove::EndOfTime);
        self.moved.send_if_modified(|moved| {
            let Some(further) = moved.checked_add(by) else { return false };
            let Ok(now) = self.clock.now().checked_add(further) else { return false };
            *moved = further;
            result = Ok(now);
            true
        });
        result
    }

    /// How far it has been moved in all, and a notice of each move.
    pub(crate) fn moves(&self) -> watch::Receiver<SignedDuration> {
        self.moved.subscribe()
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.saturating_add(*self.moved.borrow()).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> Timestamp {
            "2027-03-01T09:30:00Z".parse().unwrap()
        }
    }

    #[test]
    fn moves_add_up() {
        let clock = MovableClock::new(Arc::new(Stopped));
        assert_eq!(clock.forward(SignedDuration::from_hours(24)), Ok("2027-03-02T09:30:00Z".parse().unwrap()));
        clock.forward(SignedDuration::from_mins(30)).unwrap();
        assert_eq!(clock.now().to_string(), "2027-03-02T10:00:00Z");
    }

    #[test]
    fn a_clock_does_not_move_back_or_out_of_time() {
        let clock = MovableClock::new(Arc::new(Stopped));
        assert_eq!(clock.forward(SignedDuration::ZERO), Err(InvalidMove::NotForward));
        assert_eq!(clock.forward(SignedDuration::from_hours(-1)), Err(InvalidMove::NotForward));
        assert_eq!(clock.forward(FURTHEST + SignedDuration::from_secs(1)), Err(InvalidMove::TooFar));
        let last = (0..9000).map(|_| clock.forward(FURTHEST)).find(Result::is_err);
        assert_eq!(last, Some(Err(InvalidMove::EndOfTime)));
        assert!(clock.now() > Stopped.now());
    }
}
