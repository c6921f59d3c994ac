//! The mechanism with two toy aggregates on the embedded DynamoDB: what it protects from, one test each.

mod deadlines;
mod limits;
mod messages;
mod policies;
mod projections;
mod races;
mod shop;
