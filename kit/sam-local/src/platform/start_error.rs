use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::database::{DataFolderError, DatabaseError, TableError};
use crate::gateway::AmbiguousRoute;
use crate::message_queue::QueueError;
use crate::page::PageHeaderError;
use crate::program::InvokeError;
use crate::template::TemplateError;

/// Why a platform does not start: one line for the person who started it.
#[derive(Debug, Error)]
pub enum StartError {
    /// The template cannot be read or run.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The template has a function that the program does not have.
    #[error("the template's function {logical_id} has the handler {handler}, but there is no such function")]
    NoHandler {
        /// The function in the template.
        logical_id: String,
        /// Its handler.
        handler: String,
    },
    /// The program has a function that the template does not have.
    #[error("the handler {0} is not in the template: it would never be deployed")]
    NotInTemplate(String),
    /// Two functions of a template have one handler.
    #[error("the template's functions {first} and {second} both have the handler {handler}")]
    SharedHandler {
        /// One of them.
        first: String,
        /// The other.
        second: String,
        /// Their handler.
        handler: String,
    },
    /// A function's environment is not what the function needs.
    #[error("the template's function {logical_id}: {problem}")]
    Function {
        /// The function in the template.
        logical_id: String,
        /// What the program says.
        problem: InvokeError,
    },
    /// Two functions want the same requests.
    #[error("the template is ambiguous: {0}")]
    Ambiguous(#[from] AmbiguousRoute),
    /// The template has a header for the page that is none.
    #[error("the template's response headers policy: {0}")]
    PageHeader(#[from] PageHeaderError),
    /// The port is in use.
    #[error("port {0} is taken; choose another with --port")]
    PortTaken(u16),
    /// The system gives no port.
    #[error("there is no port to listen on: {0}")]
    NoPort(io::Error),
    /// The data folder cannot be used, or is in use.
    #[error(transparent)]
    DataFolder(#[from] DataFolderError),
    /// The key that signs tokens cannot be kept.
    #[error("the signing key in {} cannot be used: {source}", file.display())]
    SigningKey {
        /// The key's file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The embedded database does not start.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The embedded SQS does not start, or does not take a queue.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// A table cannot be made, or is not as the template wants it.
    #[error(transparent)]
    Table(#[from] TableError),
}
