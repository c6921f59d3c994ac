//! Runs a SAM template in one process: its functions behind their HTTP routes, queues, streams and
//! schedules, on an embedded DynamoDB and an embedded SQS.
//!
//! A [`Platform`] stands in for the services that a template names. Each service is a module: API Gateway
//! (`gateway`), CloudFront (`page`), Lambda (`lambda`) and what invokes its functions (`event_sources`),
//! DynamoDB (`database`), SQS (`message_queue`) and Cognito (`identity`). Functions get the payloads that the
//! services would send. The functions come from a [`Program`], which this crate knows nothing about.
//!
//! Tests start as many platforms as they like: each has its own data and its own ports.
#![doc = ""]
#![doc = include_str!("../README.md")]

pub mod deployment;
pub mod template;

mod aws;
mod clock;
mod database;
mod event_sources;
mod front_door;
mod gateway;
mod identity;
mod in_flight;
mod lambda;
mod loopback;
mod memory;
mod message_queue;
mod page;
mod platform;
mod problem;
mod program;

pub use clock::{SystemClock, TimeOrderedIds};
pub use database::{DataFolderError, DatabaseError, TableError};
pub use event_sources::{NoEventSource, NotQuiet};
pub use front_door::Inventory;
pub use gateway::AmbiguousRoute;
pub use identity::token::Claims;
pub use identity::{AccountsError, IdToken, Identity, InvalidSignUp, NameRule, SignUp, SignUpRefusal};
pub use lambda::InvocationFailure;
pub use message_queue::{Depth, QueueError};
pub use page::PageHeaderError;
pub use platform::{Around, Data, Options, Platform, Prepared, StartError};
pub use program::{Environment, Handler, Invocation, InvokeError, Invoked, Program, Services};
