use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The folder in which a platform keeps what must survive a restart. One platform at a time.
pub(crate) struct DataFolder {
    path: PathBuf,
    /// Locked for as long as this is held; the system unlocks it even after a crash.
    _lock: File,
}

/// Why a folder cannot hold the data.
#[derive(Debug, Error)]
pub enum DataFolderError {
    /// The system refuses.
    #[error("the data folder {} cannot be used: {source}", folder.display())]
    Unusable {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another platform keeps its data there.
    #[error(
        "the data in {} is in use by another running platform; stop that one, or use --in-memory",
        folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
}

impl DataFolder {
    /// Takes a folder, which is made if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, DataFolderError> {
        let unusable = |source| DataFolderError::Unusable { folder: path.to_owned(), source };
        fs::create_dir_all(path).map_err(unusable)?;
        let lock = File::create(path.join("lock")).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataFolderError::InUse { folder: path.to_owned() }),
            Err(TryLockError::Error(source)) => Err(unusable(source)),
        }
    }

    /// The file of the database.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("dynamodb.sqlite")
    }

    /// The file of the key that signs ID tokens.
    pub(crate) fn signing_key(&self) -> PathBuf {
        self.path.join("signing-key")
    }
}
