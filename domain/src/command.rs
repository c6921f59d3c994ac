use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Interrupted, Refusal, UnitOfWork, community::CommunityRefusal, credits::CreditsRefusal, trainer::BookingWindow,
    trainer::TrainerRefusal, trainings::TrainingsRefusal, users::UsersRefusal,
};

/// What a command is decided under.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// When the command was received: the moment that all its time rules are judged by, however
    /// often it is decided.
    pub now: Timestamp,
    /// Which hours can be booked.
    pub window: BookingWindow,
}

/// Books that are kept together: what one command changes is in one of them, and commits at once. From
/// one to another things follow by events only, so that each could become a service of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Books {
    /// Calendar, trainings, credits and users.
    Workouts,
    /// What users tell each other.
    Community,
}

impl Books {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Workouts, Self::Community];
}

/// Something that somebody wants the business to do.
///
/// A command answers nothing but success or a refusal; who sends it chooses the id of what it starts.
pub trait Command: Sync {
    /// The books that it changes.
    const BOOKS: Books = Books::Workouts;

    /// What can be said against it before anything is known but the time: a command that is put off until
    /// later is refused at once for that. Deciding says the same.
    ///
    /// # Errors
    /// The business says no.
    fn admissible(&self, _terms: &Terms) -> Result<(), Refusal> {
        Ok(())
    }

    /// Loads what the command concerns, decides, and hands what has changed to the unit of work.
    ///
    /// It may be called several times, each time with a fresh unit of work, until what it decided
    /// from is still true when its changes are committed. So it must have no other effect.
    ///
    /// A command loads before it judges anything: loading is also how the unit of work recognises a
    /// command that has been carried out before, and such a command is answered as the first time,
    /// even when its hour has passed since.
    ///
    /// # Errors
    /// [`Halt::Refused`] when the business says no, [`Halt::Interrupted`] when the unit of work cannot go on.
    fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> impl Future<Output = Result<(), Halt>> + Send;
}

/// Why a command stopped before its changes were complete.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Halt {
    /// The business says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The unit of work cannot go on.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// Lets a command use `?` on the refusal of any context.
macro_rules! refused {
    ($($refusal:ident),+) => {
        $(impl From<$refusal> for Halt {
            fn from(refusal: $refusal) -> Self {
                Self::Refused(refusal.into())
            }
        })+
    };
}
refused!(CommunityRefusal, CreditsRefusal, TrainerRefusal, TrainingsRefusal, UsersRefusal);
