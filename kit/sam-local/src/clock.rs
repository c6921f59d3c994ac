//! Where time and ids come from.

use jiff::Timestamp;
use kit_domain::{Clock, Ids};
use uuid::Uuid;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Version 7 UUIDs: random, and in the order of their time.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeOrderedIds;

impl Ids for TimeOrderedIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that can be moved forward.
pub(crate) struct MovableClock {
    clock: std::sync::Arc<dyn Clock>,
}

impl MovableClock {
    pub(crate) fn new(clock: std::sync::Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
