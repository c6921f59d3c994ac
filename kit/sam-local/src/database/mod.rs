//! The stand-in for DynamoDB: dynoxide, in this process but reached over HTTP
//! on a port of its own, so that functions use the SDK exactly as they do on AWS.

mod data_folder;
mod relay;
mod tables;

use std::io;

use thiserror::Error;
use tokio::sync::watch;

use crate::loopback::LoopbackServer;
use kit_domain::causes;

pub(crate) use data_folder::DataFolder;
pub use data_folder::DataFolderError;
pub use tables::TableError;
pub(crate) use tables::{clear, create_missing};

/// Why there is no database.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// The file is no database, or of a newer version, or the disk refuses.
    #[error("the database cannot be opened: {0}")]
    Unopenable(String),
    /// No port on the loopback interface.
    #[error("the database finds no port to listen on: {0}")]
    NoPort(#[from] io::Error),
    /// It refuses what it is asked.
    #[error("the database refuses: {0}")]
    Refused(String),
}

impl DatabaseError {
    pub(crate) fn refused(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::Refused(causes(error))
    }
}

/// A running database.
pub(crate) struct Database {
    /// Passes what everybody else sends on to the server.
    relay: LoopbackServer,
    server: LoopbackServer,
    written: watch::Receiver<()>,
}

impl Database {
    /// Opens the database of a data folder, or an empty one in memory, and serves it.
    pub(crate) async fn start(folder: Option<&DataFolder>) -> Result<Self, DatabaseError> {
        let unopenable = |error: dynoxide::DynoxideError| DatabaseError::Unopenable(causes(&error));
        let database = match folder {
            Some(folder) => {
                let path = folder.database();
                let path = path
                    .to_str()
                    .ok_or_else(|| DatabaseError::Unopenable(format!("{} is not UTF-8", path.display())))?;
                dynoxide::Database::new(path).map_err(unopenable)?
            }
            None => dynoxide::Database::memory().map_err(unopenable)?,
        };
        let listener = LoopbackServer::bind(0).await?;
        let server = LoopbackServer::start(listener, |listener, stopped| async move {
            let served = dynoxide::server::serve_with_shutdown(listener, database, stopped.wait()).await;
            if let Err(error) = served {
                tracing::error!(error, "the database has stopped");
            }
        })?;
        let (writes, written) = watch::channel(());
        let (target, listener) = (server.address(), LoopbackServer::bind(0).await?);
        let relay =
            LoopbackServer::start(listener, |listener, stopped| relay::serve(listener, target, writes, stopped))?;
        Ok(Self { relay, server, written })
    }

    /// Its endpoint.
    pub(crate) fn url(&self) -> String {
        self.relay.url()
    }

    /// An endpoint for the platform's own reads of streams: they pass nobody on the way.
    pub(crate) fn own_url(&self) -> String {
        self.server.url()
    }

    /// Changes when somebody has written something.
    pub(crate) fn written(&self) -> watch::Receiver<()> {
        self.written.clone()
    }

    /// Stops it; whatever was written is kept.
    pub(crate) async fn stop(self) {
        self.relay.stop().await;
        self.server.stop().await;
    }
}
