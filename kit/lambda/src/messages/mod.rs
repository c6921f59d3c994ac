//! How events travel from commits to subscribers.

mod deliver;
mod delivery;
mod missing;
mod outgoing;
mod pages;
mod queues;
mod reconcile_messages;
mod relay_messages;
mod replay_events;
mod unhandled;

pub(crate) use deliver::{HandleDelivery, deliver};
pub use delivery::{Delivery, Executed};
pub(crate) use outgoing::outgoing;
pub use pages::Pages;
pub(crate) use queues::{Outgoing, Queues};
pub use reconcile_messages::LONGEST_TIMEOUT;
pub(crate) use reconcile_messages::reconcile_messages;
pub(crate) use relay_messages::relay_messages;
pub(crate) use replay_events::replay_events;
pub use unhandled::Unhandled;
