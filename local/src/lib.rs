//! The whole of `template.yaml` in one process: its functions behind their HTTP routes, on an
//! embedded DynamoDB.
//!
//! A [`Platform`] stands in for the services that the template names, each a module: API Gateway
//! (`gateway`), Lambda (`lambda`), DynamoDB (`database`) and Cognito (`identity`). It runs the very
//! handlers that the binaries run, with the payloads that the services would send, so that what
//! works here works there. Tests start as many as they like.

pub mod command_line;
pub mod deployment;
pub mod platform;
pub mod seed;
pub mod template;

mod causes;
mod database;
mod front_door;
mod gateway;
mod identity;
mod in_flight;
mod lambda;
mod logging;
mod loopback;
mod memory;

pub use front_door::Inventory;
pub use identity::token::Claims;
pub use lambda::InvocationFailure;
pub use platform::{ConfigureDynamoDb, Data, Options, Platform, StartError};
