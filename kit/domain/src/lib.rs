//! The building blocks of a domain: aggregates, commands, domain events, policies and processes.
//!
//! This crate has no database, no protocol and no async runtime. It knows nothing of the business that uses it.
//!
//! - An [`Aggregate`] changes as one and registers [domain events](DomainEvent).
//! - A [`Command`] loads aggregates from a [`UnitOfWork`], decides, and saves those that changed. Its bound on the unit
//!   of work says which ones: `W: Keeps<Account>`.
//! - A [`Policy`] reacts to an event in the unit of work that registered it: one transaction, all or nothing.
//! - A [`Context`] is a bounded context: its aggregates share one store and may change together. Contexts follow each
//!   other by events only.
//! - A [`Refusal`] is the business's "no", with a stable slug.
//! - A [`Process`] is an aggregate that reacts to events and to its own deadline.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod aggregate;
mod causes;
mod command;
mod context;
mod event;
mod id;
mod page;
mod policy;
mod process;
mod read_model;
mod refusal;
mod sources;
#[cfg(feature = "testing")]
pub mod testing;
mod unit_of_work;

pub use aggregate::{Aggregate, Identifies};
pub use causes::causes;
pub use command::{Command, CommandError, Terms};
pub use context::Context;
pub use event::{DomainEvent, RegisteredEvent};
pub use page::{InvalidLimit, Limit, Page};
pub use policy::{MOST_ROUNDS, Policies, Policy, PolicyList, decide};
pub use process::Process;
pub use read_model::ReadModelError;
pub use refusal::{Category, Kind, Refusal, Refused};
pub use sources::{Clock, Ids};
pub use unit_of_work::{Condition, Interrupted, Keeps, Load, Requires, UnitOfWork};
