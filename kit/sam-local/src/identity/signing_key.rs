use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use hmac::{Hmac, KeyInit};
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

/// The length of a key: one block of SHA-256, so that it is used as it is.
const LENGTH: usize = 64;

/// The secret that signs and checks ID tokens. It belongs to the data: a token outlives a restart
/// as its user does, and one of another data folder is worth nothing here.
#[derive(Clone)]
pub(crate) struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// A key that nobody knows.
    pub(crate) fn random() -> Self {
        Self::from_bytes(random_bytes())
    }

    /// The key kept in a file, made at the first start.
    pub(crate) fn kept_in(file: &Path) -> io::Result<Self> {
        match fs::read(file) {
            Ok(bytes) => {
                let bytes = bytes
                    .try_into()
                    .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it does not hold a key of 64 bytes"))?;
                Ok(Self::from_bytes(bytes))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let bytes = random_bytes();
                // Under its name only once it is whole: a start may be interrupted.
                let draft = file.with_extension("new");
                private_file(&draft)?.write_all(&bytes)?;
                fs::rename(&draft, file)?;
                Ok(Self::from_bytes(bytes))
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(Hmac::new(&bytes.into()))
    }

    pub(super) fn mac(&self) -> Hmac<Sha256> {
        self.0.clone()
    }
}

/// Each id holds at least 32 fresh bits from the system's source of randomness.
fn random_bytes() -> [u8; LENGTH] {
    let mut hash = Sha512::new();
    for _ in 0..16 {
        hash.update(Uuid::now_v7());
    }
    hash.finalize().into()
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_keys_differ() {
        assert_ne!(random_bytes(), random_bytes());
    }
}
