//! Units of work on DynamoDB.
//!
//! A [`Table`] executes the commands of one [`Context`](kit_domain::Context): each in one strongly consistent read and
//! one conditional transaction, which holds the new state of every changed aggregate, its events, and the record that
//! the message has been handled. A store for an aggregate implements [`Stored`]; nothing else names it.
//!
//! | module | |
//! |---|---|
//! | [`stored`] | how an aggregate, and a condition on one, is kept |
//! | [`transaction`] | the writes of one transaction |
//! | [`inbox`], [`handled`] | which messages have had their effects |
//! | [`log`] | the events of every commit by time, for reconciliation and replay |
//! | [`deferred`] | commands that were accepted and are executed later |
//! | [`deadlines`] | deadlines that aggregates have set, and which of them have passed |
//! | [`projection`] | read models that follow events in order |
//! | [`query`] | how read models ask |
//! | [`aws`], [`call_counts`] | how AWS is reached, and how often it was called |
#![doc = ""]
#![doc = include_str!("../README.md")]

pub mod aws;
pub mod call_counts;
pub mod deadlines;
pub mod deferred;
pub mod handled;
pub mod inbox;
pub mod item;
pub mod log;
pub mod projection;
pub mod query;
pub mod stored;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transaction;

mod attempt;
mod cloud_event;
mod execute;
mod failure;
mod message;
mod read_items;
mod table;

pub use attempt::Attempt;
pub use cloud_event::{CloudEvent, EventSequence, InvalidSequence};
pub use execute::ExecuteError;
pub use failure::BoxError;
pub use inbox::Answer;
pub use item::{Item, ItemKey};
pub use message::{COMMANDS, EVENTS, Fingerprint, Message, MessageId};
pub use query::Range;
pub use stored::{Changed, Read, Stored, StoredCondition};
pub use table::Table;
pub use transaction::{Transaction, Write, WriteError};
