//! What carries events from commits to subscribers, and what every subscriber shares.

mod relay_messages;
mod subscriber;

pub use relay_messages::RELAY_MESSAGES;
pub(crate) use subscriber::{Delivery, NotTaken, Step, SubscriberHandler, deliver};
