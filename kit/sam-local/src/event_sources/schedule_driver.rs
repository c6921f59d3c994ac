//! A rule of `EventBridge`, or a schedule of its Scheduler.
//!
//! The first run is one interval after the start. Intervals pass by the machine's time, and when people move the
//! platform's clock. A run that falls into skipped time is made up for, but only one.

use std::sync::Arc;

use kit_domain::Clock;
use tokio::time::{Instant, sleep_until};

use super::Services;
use super::driver::Seat;
use super::schedule_event;
use crate::clock::MovableClock;
use crate::lambda::Lambda;
use crate::template::{FunctionResource, Schedule};

pub(super) struct ScheduleDriver {
    /// The logical id of the function.
    function: String,
    schedule: Schedule,
    lambda: Arc<Lambda>,
    clock: Arc<MovableClock>,
}

impl ScheduleDriver {
    pub(super) fn new(function: &FunctionResource, schedule: Schedule, services: &Services) -> Self {
        let (lambda, clock) = (Arc::clone(&services.lambda), Arc::clone(&services.clock));
        Self { function: function.logical_id.clone(), schedule, lambda, clock }
    }

    pub(super) async fn run(self, mut seat: Seat) {
        let mut due = Instant::now() + self.schedule.every;
        let mut moves = self.clock.moves();
        let mut forward = *moves.borrow_and_update();
        loop {
            if !seat.may_go_on() && !seat.go_on().await {
                return;
            }
            seat.idle();
            tokio::select! {
                () = sleep_until(due) => {
                    seat.look();
                    // A failure is in the log, and the next run comes.
                    let payload = schedule_event::payload(&self.schedule, self.clock.now());
                    let _ = self.lambda.invoke(&self.function, payload).await;
                    due = (due + self.schedule.every).max(Instant::now());
                }
                Ok(()) = moves.changed() => {
                    let before = std::mem::replace(&mut forward, *moves.borrow_and_update());
                    let (skipped, now) = ((forward - before).unsigned_abs(), Instant::now());
                    due = due.checked_sub(skipped).unwrap_or(now).max(now);
                }
                () = seat.ordered() => {}
            }
        }
    }
}
