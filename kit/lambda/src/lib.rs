//! The functions of bounded contexts on AWS Lambda.
//!
//! A [`Service`] holds the functions of one context and the table that they work with. A [`Function`] is declared once,
//! beside its handler: a command, a query, a subscriber or a trigger. A [`Program`] holds all services, and runs the
//! function that Lambda names.
//!
//! | module | |
//! |---|---|
//! | [`http`] | requests, problem documents, idempotency keys, deferred commands, pages |
//! | [`messages`] | the subscriber loop, relay, reconciliation and replay |
//! | [`description`] | how functions describe themselves, as OpenAPI |
//! | [`metrics`] | metrics as log lines |

#![doc = include_str!("../README.md")]

mod again;
mod commands;
mod deadlines;
pub mod description;
mod function;
pub mod http;
mod logging;
mod mechanism;
pub mod messages;
pub mod metrics;
mod program;
mod runtime;
mod service;
mod settings;
mod subscription;
mod system;
mod time_budget;
#[cfg(test)]
mod toys;

pub(crate) use function::AnyFunction;
pub use function::{
    BoxFuture, DeliveryHandler, Describe, Function, Handler, Invocation, InvokeError, PublicFunction, RequestHandler,
    TriggerHandler,
};
pub(crate) use mechanism::DeferredCommands;
pub use mechanism::Mechanism;
#[doc(hidden)]
pub use mechanism::Names;
pub use program::{About, NoHandler, Program};
pub use runtime::{Runtime, Surroundings, sqs_config};
pub use service::{Catalog, Chapter, Service};
pub use settings::{SettingsError, Variables};
pub use subscription::{Subscription, only};
pub use system::{SystemClock, TimeOrderedIds};
pub use time_budget::TimeBudget;
