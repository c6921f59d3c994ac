//! The business of a training club.
//!
//! Attendees book a trainer's hours with prepaid credits, move and cancel them. This crate knows
//! nothing of AWS, HTTP or an async runtime: aggregates decide, commands read as the sequence of
//! the business, and what they need from outside is a port ([`UnitOfWork`], the read models of the
//! queries, [`Clock`], [`Ids`]).
//!
//! A context is a module: [`trainer`] (the calendar), [`trainings`] (the bookings), [`credits`]
//! (the attendees' accounts), [`users`], and, in books of their own, [`community`] (what users tell each
//! other) and [`reports`] (the trainer's months).

pub mod community;
pub mod credits;
pub mod reports;
pub mod subscriptions;
pub mod trainer;
pub mod trainings;
pub mod users;

mod command;
mod id;
mod page;
mod read_model;
mod refusal;
mod unit_of_work;

pub use command::{Books, Command, Halt, Terms};
pub use page::{InvalidLimit, Limit, Page};
pub use read_model::ReadModelError;
pub use refusal::Refusal;
pub use kit_domain::{Clock, Ids};
pub use unit_of_work::{Aggregate, AggregateId, Interrupted, Load, UnitOfWork};
