use tokio::sync::watch;

/// The work under way, so that a stop can wait for it.
#[derive(Clone)]
pub(crate) struct InFlight(watch::Sender<usize>);

/// A piece of work; done when dropped.
pub(crate) struct Work(watch::Sender<usize>);

impl InFlight {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// Counts a piece of work until the guard is dropped.
    pub(crate) fn enter(&self) -> Work {
        self.0.send_modify(|count| *count += 1);
        Work(self.0.clone())
    }

    /// Returns once no work is under way.
    pub(crate) async fn finished(&self) {
        // Cannot fail: this holds the sender.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
