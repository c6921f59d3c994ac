//! A rule of `EventBridge`, or a schedule of its Scheduler.
//!
//! By the machine's time, not the platform's clock's: a date that a test has set stands still. The first
//! run is one interval after the start.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use super::driver::Seat;
use super::schedule_event;
use crate::lambda::Lambda;
use crate::template::{FunctionResource, Schedule};

pub(super) struct ScheduleDriver {
    function: String,
    schedule: Schedule,
    lambda: Arc<Lambda>,
}

impl ScheduleDriver {
    pub(super) fn new(function: &FunctionResource, schedule: Schedule, lambda: Arc<Lambda>) -> Self {
        Self { function: function.binary.clone(), schedule, lambda }
    }

    pub(super) async fn run(self, mut seat: Seat) {
        let mut due = Instant::now() + self.schedule.every;
        loop {
            if !seat.may_go_on() && !seat.go_on().await {
                return;
            }
            seat.idle();
            tokio::select! {
                () = sleep_until(due) => {
                    seat.look();
                    // A failure is in the log, and the next run comes.
                    let payload = schedule_event::payload(&self.schedule, Timestamp::now());
                    let _ = self.lambda.invoke(&self.function, payload).await;
                    due = (due + self.schedule.every).max(Instant::now());
                }
                () = seat.ordered() => {}
            }
        }
    }
}
