use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use kit_domain::Clock;

/// A clock that stands still until it is set.
#[derive(Debug)]
pub(crate) struct SetClock(Mutex<Timestamp>);

impl SetClock {
    /// A clock that stands at a time in RFC 3339.
    pub(crate) fn at(time: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(time.parse().unwrap())))
    }

    /// Sets it to a time in RFC 3339.
    pub(crate) fn set(&self, time: &str) {
        *self.0.lock().unwrap() = time.parse().unwrap();
    }

    /// What it shows, in RFC 3339.
    pub(crate) fn now_text(&self) -> String {
        self.now().to_string()
    }

    /// Moves it, forwards or back.
    pub(crate) fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}
