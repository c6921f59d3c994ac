//! What every driver has in common: it can be paused, asked how far it is, and ended.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::template::FunctionResource;

/// The handle by which the platform holds a driver. When it is dropped, the driver ends.
pub(super) struct Driver {
    logical_id: String,
    handler: String,
    order: watch::Sender<Order>,
    progress: watch::Receiver<Progress>,
}

/// What the driver itself holds.
pub(super) struct Seat {
    order: watch::Receiver<Order>,
    progress: watch::Sender<Progress>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Run,
    Pause,
    End,
}

#[derive(Debug, Clone, Copy)]
struct Progress {
    /// How often it has looked for something to do.
    looks: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Working,
    /// The last look has found nothing.
    Idle,
    Paused,
}

impl Driver {
    pub(super) fn new(function: &FunctionResource) -> (Self, Seat) {
        let (order, ordered) = watch::channel(Order::Run);
        let (progress, watched) = watch::channel(Progress { looks: 0, state: State::Working });
        let driver = Self {
            logical_id: function.logical_id.clone(),
            handler: function.handler.clone(),
            order,
            progress: watched,
        };
        (driver, Seat { order: ordered, progress })
    }

    /// The logical id of the function that it invokes.
    pub(super) fn function(&self) -> &str {
        &self.logical_id
    }

    /// Whether it invokes the function with that logical id or handler.
    pub(super) fn is_of(&self, function: &str) -> bool {
        self.logical_id == function || self.handler == function
    }

    /// Returns once it has paused.
    pub(super) async fn pause(&self) {
        self.order.send_replace(Order::Pause);
        let _ = self.progress.clone().wait_for(|progress| progress.state == State::Paused).await;
    }

    pub(super) fn is_paused(&self) -> bool {
        *self.order.borrow() == Order::Pause
    }

    pub(super) fn resume(&self) {
        self.order.send_replace(Order::Run);
    }

    pub(super) fn end(&self) {
        self.order.send_replace(Order::End);
    }

    /// Returns once a look that begins from now on has found nothing, or if it is paused.
    pub(super) async fn drained(&self) {
        if self.is_paused() {
            return;
        }
        let mut progress = self.progress.clone();
        let before = progress.borrow().looks;
        // The same order again: it wakes the driver.
        self.order.send_modify(|_| {});
        let drained = |progress: &Progress| match progress.state {
            State::Idle => progress.looks > before,
            // A pause that is already over is not meant.
            State::Paused => self.is_paused(),
            State::Working => false,
        };
        let _ = progress.wait_for(drained).await;
    }
}

impl Seat {
    /// Whether to go on at once: not if paused or ended.
    pub(super) fn may_go_on(&self) -> bool {
        *self.order.borrow() == Order::Run && self.order.has_changed().is_ok()
    }

    /// Waits out a pause, with nothing under way; false once it is over for good.
    pub(super) async fn go_on(&mut self) -> bool {
        loop {
            if self.order.has_changed().is_err() {
                return false;
            }
            let order = *self.order.borrow_and_update();
            match order {
                Order::End => return false,
                Order::Run => {
                    self.report(State::Working);
                    // Whoever has ordered a pause meanwhile may have taken the last one for it.
                    if self.may_go_on() {
                        return true;
                    }
                }
                Order::Pause => {
                    self.report(State::Paused);
                    self.ordered().await;
                }
            }
        }
    }

    /// A look for something to do begins.
    pub(super) fn look(&self) {
        self.progress.send_modify(|progress| *progress = Progress { looks: progress.looks + 1, state: State::Working });
    }

    /// The look has found nothing.
    pub(super) fn idle(&self) {
        self.report(State::Idle);
    }

    fn report(&self, state: State) {
        self.progress.send_modify(|progress| progress.state = state);
    }

    /// Returns when there is a new order, or one to look now.
    pub(super) async fn ordered(&mut self) {
        // The platform is gone if this fails, and so that is an order too.
        let _ = self.order.changed().await;
    }

    /// Waits for that long, or for an order.
    pub(super) async fn pass(&mut self, time: Duration) {
        tokio::select! {
            () = sleep(time) => {}
            () = self.ordered() => {}
        }
    }
}
