//! Who sends a request: an attendee or the trainer.

use domain::workouts::{
    trainings::Actor,
    users::{AttendeeId, DisplayName, UserId, UsersRefusal},
};
use kit_lambda::{
    description::Audience,
    http::{ApiRequest, Problem},
};

/// Attendees and the trainer.
pub(crate) const MEMBERS: Audience = Audience {
    about: "For attendees and the trainer.",
    groups: &[ATTENDEE_GROUP, TRAINER_GROUP],
    refusals: &[RoleRefusal::NO_ROLE, UsersRefusal::ACCOUNT_DEACTIVATED],
};

/// Attendees only.
pub(crate) const ATTENDEES: Audience = Audience {
    about: "For attendees.",
    groups: &[ATTENDEE_GROUP],
    refusals: &[RoleRefusal::NO_ROLE, RoleRefusal::WRONG_ROLE, UsersRefusal::ACCOUNT_DEACTIVATED],
};

/// The trainer only.
pub(crate) const TRAINER: Audience = Audience {
    about: "For the trainer.",
    groups: &[TRAINER_GROUP],
    refusals: &[RoleRefusal::NO_ROLE, RoleRefusal::WRONG_ROLE],
};

/// The group of Cognito that attendees belong to.
pub(crate) const ATTENDEE_GROUP: &str = "attendee";

const TRAINER_GROUP: &str = "trainer";

kit_domain::refusals! {
    /// Why a sender's role does not fit.
    pub enum RoleRefusal {
        /// Somebody has signed in who is neither an attendee nor the trainer.
        #[error("this account must be either an attendee's or the trainer's")]
        NoRole => NO_ROLE: NotAllowed, "no-role", "No role";
        /// It is for others.
        #[error("this is for {0} only")]
        WrongRole(&'static str = "the trainer") => WRONG_ROLE: NotAllowed, "wrong-role", "Not for your role";
    }
}

/// Who sends a request, as the gateway's authorizer found in the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// An attendee.
    Attendee(AttendeeCaller),
    /// The trainer.
    Trainer(TrainerCaller),
}

/// An attendee who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttendeeCaller {
    pub(crate) id: AttendeeId,
    pub(crate) name: DisplayName,
}

/// A trainer who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrainerCaller {
    pub(crate) id: UserId,
    pub(crate) name: DisplayName,
}

impl Caller {
    /// The sender of a request.
    pub(crate) fn of(request: &ApiRequest) -> Result<Self, Problem> {
        let id = request.sender()?;
        let name = DisplayName::new(request.claim("name")).map_err(|_| Problem::not_an_id_token())?;
        let groups = request.groups();
        match (groups.contains(&ATTENDEE_GROUP), groups.contains(&TRAINER_GROUP)) {
            (true, false) => Ok(Self::Attendee(AttendeeCaller { id: id.into(), name })),
            (false, true) => Ok(Self::Trainer(TrainerCaller { id: id.into(), name })),
            _ => Err(RoleRefusal::NoRole.into()),
        }
    }

    /// The sender as somebody who acts on trainings.
    pub(crate) fn actor(&self) -> Actor {
        match self {
            Self::Attendee(attendee) => Actor::Attendee(attendee.id),
            Self::Trainer(_) => Actor::Trainer,
        }
    }

    /// The attendee.
    pub(crate) fn attendee(self) -> Result<AttendeeCaller, Problem> {
        match self {
            Self::Attendee(attendee) => Ok(attendee),
            Self::Trainer(_) => Err(RoleRefusal::WrongRole("attendees").into()),
        }
    }

    /// The trainer.
    pub(crate) fn trainer(self) -> Result<TrainerCaller, Problem> {
        match self {
            Self::Trainer(trainer) => Ok(trainer),
            Self::Attendee(_) => Err(RoleRefusal::WrongRole("the trainer").into()),
        }
    }
}
