//! Where time and ids come from.

mod http;
mod movable;

use jiff::Timestamp;
use kit_domain::{Clock, Ids};
use uuid::Uuid;

pub(crate) use http::routes;
pub(crate) use movable::MovableClock;

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
