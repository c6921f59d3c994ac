//! The stand-in for Lambda's event source mappings and for `EventBridge`: reads queues and streams,
//! watches the clock, and invokes functions with what comes.

mod batch_answer;
mod driver;
mod given_up;
mod queue_driver;
mod queue_event;
mod schedule_driver;
mod schedule_event;
mod stream_driver;
mod stream_event;

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_sqs::Client;
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use crate::clock::MovableClock;
use crate::in_flight::InFlight;
use crate::lambda::Lambda;
use crate::message_queue::{self, WakeUps};
use crate::template::{FunctionResource, QueueResource, Template};

use driver::Driver;
use queue_driver::QueueDriver;
use schedule_driver::ScheduleDriver;
use stream_driver::StreamDriver;

/// How long [`EventSources::quiet`] waits for everything to be handled.
const BOUND: Duration = Duration::from_secs(30);
/// How often it looks at the queues.
const LOOK: Duration = Duration::from_millis(10);

/// No event source invokes that function.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no queue, stream or schedule invokes {0}")]
pub struct NoEventSource(String);

/// What was still under way when the wait for quiet ended.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("after {} s there is still something to do: {}", BOUND.as_secs(), .0.join(", "))]
pub struct NotQuiet(Vec<String>);

/// What the drivers work with.
#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) lambda: Arc<Lambda>,
    pub(crate) in_flight: InFlight,
    pub(crate) sqs: Client,
    pub(crate) streams: aws_sdk_dynamodbstreams::Client,
    pub(crate) wake_ups: WakeUps,
    /// Changes when somebody has written to the database.
    pub(crate) written: watch::Receiver<()>,
    pub(crate) clock: Arc<MovableClock>,
    /// How soon what has failed is tried again.
    pub(crate) retry_after: Duration,
}

/// Every driver of a platform.
pub(crate) struct EventSources {
    drivers: Vec<(Driver, Source)>,
    tasks: JoinSet<()>,
    services: Services,
    /// The queues that messages are only passing through.
    passages: Vec<QueueResource>,
}

enum Source {
    Queue(String),
    Stream(String),
    Schedule,
}

impl EventSources {
    /// Starts a driver for each event source of the template.
    pub(crate) fn start(template: &Template, services: Services) -> Self {
        let passages = template.queues.iter().filter(|queue| !template.is_end_of_line(&queue.logical_id)).cloned();
        let mut sources = Self { drivers: Vec::new(), tasks: JoinSet::new(), services, passages: passages.collect() };
        for function in &template.functions {
            sources.start_function(template, function);
        }
        sources
    }

    fn start_function(&mut self, template: &Template, function: &FunctionResource) {
        for mapping in function.queues.iter().filter(|mapping| mapping.enabled) {
            // The template has been checked: the queue is there unless a condition leaves it out.
            if let Some(queue) = template.queue(&mapping.queue) {
                let (driver, seat) = Driver::new(function);
                let work = QueueDriver::new(function, queue.clone(), mapping, self.services.clone());
                self.tasks.spawn(work.run(seat));
                self.drivers.push((driver, Source::Queue(queue.logical_id.clone())));
            }
        }
        for mapping in function.streams.iter().filter(|mapping| mapping.enabled) {
            if let Some(table) = template.table(&mapping.table) {
                let (driver, seat) = Driver::new(function);
                let on_failure = mapping.on_failure.as_deref().and_then(|queue| template.queue(queue));
                let services = self.services.clone();
                let work = StreamDriver::new(function, &table.name, mapping.clone(), on_failure.cloned(), services);
                self.tasks.spawn(work.run(seat));
                self.drivers.push((driver, Source::Stream(table.logical_id.clone())));
            }
        }
        for schedule in &function.schedules {
            let (driver, seat) = Driver::new(function);
            let work = ScheduleDriver::new(function, schedule.clone(), &self.services);
            self.tasks.spawn(work.run(seat));
            self.drivers.push((driver, Source::Schedule));
        }
    }

    /// Stops invoking a function, once nothing that was taken for it is under way.
    pub(crate) async fn pause(&self, function: &str) -> Result<(), NoEventSource> {
        for driver in self.of(function)? {
            driver.pause().await;
        }
        Ok(())
    }

    /// Goes on after a pause.
    pub(crate) fn resume(&self, function: &str) -> Result<(), NoEventSource> {
        self.of(function)?.into_iter().for_each(Driver::resume);
        Ok(())
    }

    fn of(&self, function: &str) -> Result<Vec<&Driver>, NoEventSource> {
        let drivers: Vec<_> = self.drivers.iter().map(|(driver, _)| driver).filter(|d| d.is_of(function)).collect();
        if drivers.is_empty() { Err(NoEventSource(function.to_owned())) } else { Ok(drivers) }
    }

    /// Waits until there is nothing to do: see [`crate::Platform::quiet`].
    pub(crate) async fn quiet(&self) -> Result<(), NotQuiet> {
        let deadline = Instant::now() + BOUND;
        loop {
            // If no invocation has begun since none was under way, nothing has been written meanwhile:
            // so what was empty one after the other is empty at once.
            let before = self.services.lambda.begun();
            let busy = self.busy(deadline).await;
            if busy.is_empty() && self.services.lambda.begun() == before {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(NotQuiet(busy));
            }
            sleep(LOOK).await;
        }
    }

    async fn busy(&self, deadline: Instant) -> Vec<String> {
        let mut busy = Vec::new();
        if timeout_at(deadline, self.services.in_flight.finished()).await.is_err() {
            busy.push("an invocation or a request is under way".to_owned());
        }
        for (driver, source) in &self.drivers {
            if let Source::Stream(table) = source
                && timeout_at(deadline, driver.drained()).await.is_err()
            {
                busy.push(format!("{} has not handled all of {table}'s stream", driver.function()));
            }
        }
        for queue in self.passages.iter().filter(|queue| !self.is_paused(queue)) {
            match message_queue::depth(&self.services.sqs, queue).await {
                Ok(depth) if depth.total() == 0 => {}
                Ok(depth) => busy.push(format!("{} holds {} messages", queue.logical_id, depth.total())),
                Err(error) => busy.push(error.to_string()),
            }
        }
        busy
    }

    fn is_paused(&self, queue: &QueueResource) -> bool {
        self.drivers.iter().any(|(driver, source)| {
            matches!(source, Source::Queue(name) if *name == queue.logical_id) && driver.is_paused()
        })
    }

    /// Takes nothing more and waits for what is under way.
    pub(crate) async fn stop(mut self) {
        for (driver, _) in &self.drivers {
            driver.end();
        }
        while self.tasks.join_next().await.is_some() {}
    }
}
