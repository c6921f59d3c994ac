//! The club on this machine: the whole of `template.yaml` in one process.
//!
//! `kit_sam_local` runs the template. This crate adds what only the club has: its program (`program`), the demo
//! users ([`seed`]), the world of the sample payloads ([`payload_world`]), and the command line.

pub mod command_line;
pub mod payload_world;
pub mod seed;

mod logging;
mod program;
mod start;

pub use kit_sam_local::{
    Around, Claims, Data, Depth, Handler, Inventory, Invocation, InvocationFailure, Invoked, NoEventSource, NotQuiet,
    Platform, deployment,
};
pub use program::{ConfigureCognito, ConfigureDynamoDb, ConfigureSqs};
pub use start::{Options, STACK, StartError, start};

use kit_sam_local::template::{Template, TemplateError};

/// Reads the club's template.
///
/// # Errors
/// The platform cannot run it.
pub fn template(file: &std::path::Path) -> Result<Template, TemplateError> {
    Template::read(file, STACK)
}
