//! The mechanism with two toy aggregates on the embedded DynamoDB: what it protects from, one test each.

// The associated types of public traits must be public.
#![allow(unreachable_pub)]
// A shelf is no self.
#![allow(clippy::similar_names)]

mod deadlines;
mod limits;
mod messages;
mod policies;
mod projections;
mod races;
mod shop;
