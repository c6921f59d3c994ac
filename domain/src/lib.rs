//! The business of a training club.
//!
//! Attendees book a trainer's hours with prepaid credits, move and cancel them. This crate knows nothing of AWS, HTTP or
//! an async runtime: aggregates decide, and commands read as the sequence of the business. Everything that they need
//! from outside is a port: a unit of work for commands, a read model for queries.
//!
//! A context is a module: [`workouts`] (the bookings), [`community`] (posts) and [`reports`] (the trainer's months). Each
//! has a store of its own and follows the others by events.

pub mod community;
pub mod reports;
pub mod workouts;

mod examples;
