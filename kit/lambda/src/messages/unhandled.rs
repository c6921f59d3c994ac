use kit_domain::{ReadModelError, causes};
use kit_dynamodb::ExecuteError;

use crate::SettingsError;

/// Why a message was not handled.
#[derive(Debug)]
pub enum Unhandled {
    /// It may be handled later: it goes back to its queue, and the later ones of its group wait behind it.
    Later(String),
    /// An earlier one has to come first. That may stand behind this one in the queue, so this one must not wait in front
    /// of it for ever.
    Early,
    /// A part of it has been handled, and the rest is too much for one delivery. The same message continues at the end
    /// of the queue. Only for a subscriber in any order, and only when it has got further.
    Unfinished,
    /// It can never be handled: it is dead-lettered, so that the later ones of its group do not wait in vain.
    Never(String),
}

impl From<ReadModelError> for Unhandled {
    fn from(error: ReadModelError) -> Self {
        match &error {
            ReadModelError::Unavailable(_) => Self::Later(causes(&error)),
            ReadModelError::Broken(_) => Self::Never(causes(&error)),
        }
    }
}

impl From<ExecuteError> for Unhandled {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::TryAgain(cause) => Self::Later(causes(&*cause)),
            error @ (ExecuteError::Refused(_) | ExecuteError::KeyReused | ExecuteError::Broken(_)) => {
                Self::Never(causes(&error))
            }
        }
    }
}

/// A setting can be mended while the message waits.
impl From<SettingsError> for Unhandled {
    fn from(error: SettingsError) -> Self {
        Self::Later(error.to_string())
    }
}
