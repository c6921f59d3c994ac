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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::given::{john, mary};

    #[test]
    fn an_attendee_sees_only_their_own_trainings_and_the_trainer_all() {
        assert!(Actor::Attendee(mary()).may_see(mary()));
        assert!(!Actor::Attendee(mary()).may_see(john()));
        assert!(Actor::Trainer.may_see(mary()));
    }

    #[test]
    fn an_attendee_acts_as_a_user_and_on_their_side() {
        assert_eq!(
            (Actor::Attendee(mary()).user(), Actor::Attendee(mary()).side()),
            (Some(mary().into()), Side::Attendee)
        );
        assert_eq!((Actor::Trainer.user(), Actor::Trainer.side()), (None, Side::Trainer));
    }

    #[test]
    fn sides_and_cancelers_are_shown_as_they_are_stored() {
        for (side, canceler, word) in
            [(Side::Attendee, Canceler::Attendee, "attendee"), (Side::Trainer, Canceler::Trainer, "trainer")]
        {
            assert_eq!(
                (side.to_string(), Canceler::from(side), canceler.to_string()),
                (word.into(), canceler, word.into())
            );
            assert_eq!(serde_json::to_value(side).unwrap(), word);
        }
        assert_eq!(Canceler::System.to_string(), "system");
        assert_eq!(serde_json::to_value(Canceler::System).unwrap(), "system");
    }
}
