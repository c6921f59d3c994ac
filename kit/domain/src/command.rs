use jiff::Timestamp;

use crate::{Context, Interrupted, Refusal, Refused, UnitOfWork};

/// The terms on which a command is decided.
#[derive(Clone, Debug)]
pub struct Terms<C: Context> {
    /// When the command was received: the moment that all its time rules are judged by, however often it is decided.
    pub now: Timestamp,
    /// The context's configuration.
    pub rules: C::Rules,
}

/// An intent of a sender, decided in a unit of work `W`.
///
/// A command answers nothing but success or a refusal; its sender chooses the id of anything that it starts.
pub trait Command<W: UnitOfWork>: Sync {
    /// Judges everything that needs no state, so that a deferred command is refused at once for that.
    /// [`decide`](Self::decide) refuses it in the same way.
    ///
    /// # Errors
    /// The business says no.
    fn admissible(&self, _terms: &Terms<W::Context>) -> Result<(), Refused> {
        Ok(())
    }

    /// Loads the aggregates that the command concerns, decides, and saves those that have changed.
    ///
    /// A store repeats it with a fresh unit of work when somebody else has changed the state in between. So it must have no
    /// other effect.
    ///
    /// A command loads before it judges anything. By loading, a unit of work recognizes a repeated command, which gets its
    /// first answer again, even when a time rule would refuse it by now.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when the business says no, [`CommandError::Interrupted`] when the unit of work cannot go
    /// on.
    fn decide(&self, work: &mut W, terms: &Terms<W::Context>) -> impl Future<Output = Result<(), CommandError>> + Send;
}

/// Why a command ended before its changes were complete.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The business says no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The unit of work cannot go on.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// Policies kept reacting to each other: a programming error.
    #[error("policies react to each other without end")]
    Endless,
}

impl<R: Refusal> From<R> for CommandError {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal.into())
    }
}
