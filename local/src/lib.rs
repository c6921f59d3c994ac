//! The whole of `template.yaml` in one process: its functions behind their HTTP routes, queues, streams
//! and schedules, on an embedded DynamoDB and an embedded SQS.
//!
//! A [`Platform`] stands in for the services that the template names, each a module: API Gateway
//! (`gateway`), CloudFront (`page`), Lambda (`lambda`) and what invokes its functions (`event_sources`),
//! DynamoDB (`database`), SQS (`message_queue`) and Cognito (`identity`). It runs the very handlers that the
//! binaries run, with the payloads that the services would send, so that what works here works there. Tests
//! start as many as they like.

pub mod command_line;
pub mod deployment;
pub mod payload_world;
pub mod platform;
pub mod seed;
pub mod template;

mod database;
mod event_sources;
mod front_door;
mod gateway;
mod identity;
mod in_flight;
mod lambda;
mod logging;
mod loopback;
mod memory;
mod message_queue;
mod page;

pub use event_sources::{NoEventSource, NotQuiet};
pub use front_door::Inventory;
pub use identity::token::Claims;
pub use lambda::{Handler, Invocation, InvocationFailure, Invoked};
pub use message_queue::Depth;
pub use platform::{
    Around, ConfigureCognito, ConfigureDynamoDb, ConfigureSqs, Data, Handlers, Options, Platform, StartError,
};
