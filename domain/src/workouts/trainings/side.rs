use kit_domain::Requires;
use serde::{Deserialize, Serialize};

use crate::workouts::users::{AttendeeId, StillActive, User, UserId, UsersRefusal};

/// Who does something to a training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An attendee, who sees and changes only their own trainings.
    Attendee(AttendeeId),
    /// The trainer, who sees and changes all.
    Trainer,
}

impl Actor {
    /// The user whose account must be active; none for the trainer, who has no account here.
    #[must_use]
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::Attendee(attendee) => Some(attendee.into()),
            Self::Trainer => None,
        }
    }

    /// Ensures that the actor's account is active, now and at the commit. `user` is the loaded account.
    ///
    /// # Errors
    /// [`UsersRefusal::Deactivated`].
    pub fn ensure_active<W: Requires<StillActive>>(
        self,
        work: &mut W,
        user: Option<&User>,
    ) -> Result<(), UsersRefusal> {
        User::may_act(user)?;
        if let Some(id) = self.user() {
            work.require(StillActive(id));
        }
        Ok(())
    }

    /// Which side of a training this is.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Attendee(_) => Side::Attendee,
            Self::Trainer => Side::Trainer,
        }
    }

    /// Whether this actor may see trainings of `attendee`.
    #[must_use]
    pub fn may_see(self, attendee: AttendeeId) -> bool {
        match self {
            Self::Attendee(id) => id == attendee,
            Self::Trainer => true,
        }
    }
}

/// A side of a training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The attendee.
    Attendee,
    /// The trainer.
    Trainer,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Attendee => "attendee",
            Self::Trainer => "trainer",
        })
    }
}

/// Who canceled a training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Canceler {
    /// The attendee.
    Attendee,
    /// The trainer.
    Trainer,
    /// The system, because the attendee closed their account.
    System,
}

impl From<Side> for Canceler {
    fn from(side: Side) -> Self {
        match side {
            Side::Attendee => Self::Attendee,
            Side::Trainer => Self::Trainer,
        }
    }
}

impl std::fmt::Display for Canceler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Attendee => "attendee",
            Self::Trainer => "trainer",
            Self::System => "system",
        })
    }
}
