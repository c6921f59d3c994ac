//! What a platform is started with.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kit_domain::{Clock, Ids};

use super::Around;
use crate::clock::{SystemClock, TimeOrderedIds};
use crate::identity::NameRule;
use crate::program::Program;

/// How soon a failed message or batch comes again, unless a test says otherwise.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What a platform is started with.
#[derive(Clone)]
pub struct Options {
    /// The template to run.
    pub template: PathBuf,
    /// The functions of the template.
    pub program: Arc<dyn Program>,
    /// The name of the stack. Issuer and audience of ID tokens are named after it.
    pub stack: String,
    /// Where the data is.
    pub data: Data,
    /// The port on 127.0.0.1 to listen on; 0 for any that is free.
    pub port: u16,
    /// The folder of the page's files, seen from the template. Without it, there is no page.
    pub page: Option<PathBuf>,
    /// The rule for the names of users who sign up.
    pub names: NameRule,
    /// The time, for functions and tokens.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// Stands between services and functions.
    pub around: Option<Around>,
    /// How soon failed messages and stream batches come again. Here the event sources differ from AWS, where a
    /// failed message stays hidden for its queue's visibility timeout.
    pub retry_after: Duration,
}

/// Where a platform's data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Gone when the platform stops.
    InMemory,
    /// In files in a folder, which the platform makes if it is not there. One platform at a time.
    Folder(PathBuf),
}

impl Options {
    /// That template with that program, on any free port, without a page.
    #[must_use]
    pub fn new(template: PathBuf, program: Arc<dyn Program>, data: Data) -> Self {
        Self {
            template,
            program,
            stack: "stack".to_owned(),
            data,
            port: 0,
            page: None,
            names: NameRule::default(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(TimeOrderedIds),
            around: None,
            retry_after: RETRY_AFTER,
        }
    }
}
