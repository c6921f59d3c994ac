//! What carries events from commits to subscribers, and what every subscriber shares.

mod pages;
mod relay_messages;
mod subscriber;

pub(crate) use pages::Pages;
pub use relay_messages::RELAY_MESSAGES;
pub(crate) use subscriber::{Delivery, NotTaken, Step, SubscriberHandler, deliver};
