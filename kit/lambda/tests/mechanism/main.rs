//! The functions that every service has, with a toy service on an embedded DynamoDB. SQS is played by its client's wire.

mod commands;
mod deadlines;
mod kitchen;
mod messages;
mod world;
