//! What carries events from commits to subscribers, and what every subscriber shares.

mod missing;
mod outgoing;
mod pages;
mod reconcile_messages;
mod relay_messages;
mod replay_events;
mod subscriber;

pub(crate) use pages::Pages;
pub use reconcile_messages::{LONGEST_TIMEOUT, RECONCILE_MESSAGES};
pub use relay_messages::RELAY_MESSAGES;
pub use replay_events::REPLAY_EVENTS;
pub(crate) use subscriber::{Delivery, NotTaken, Step, SubscriberHandler, deliver};
