use domain::{
    trainings::Actor,
    users::{AttendeeId, DisplayName, UserId},
};
use uuid::Uuid;

use super::{ApiRequest, Problem, kinds};

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
    /// Who acts on trainings.
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
            Self::Trainer(_) => Err(Problem::wrong_role("attendees")),
        }
    }

    /// The trainer.
    pub(crate) fn trainer(self) -> Result<TrainerCaller, Problem> {
        match self {
            Self::Trainer(trainer) => Ok(trainer),
            Self::Attendee(_) => Err(Problem::wrong_role("the trainer")),
        }
    }
}

impl ApiRequest {
    /// Who sends it.
    pub(crate) fn caller(&self) -> Result<Caller, Problem> {
        let claim = |name: &str| self.claims.get(name).map_or("", String::as_str);
        let id = self.sender()?;
        let name = DisplayName::new(claim("name")).map_err(|_| Problem::not_an_id_token())?;
        // The gateway hands an array on as one text: "[trainer]" or "[a b]".
        let groups: Vec<&str> = claim("cognito:groups").trim_matches(['[', ']']).split([' ', ',']).collect();
        match (groups.contains(&"attendee"), groups.contains(&"trainer")) {
            (true, false) => Ok(Caller::Attendee(AttendeeCaller { id: id.into(), name })),
            (false, true) => Ok(Caller::Trainer(TrainerCaller { id: id.into(), name })),
            _ => Err(Problem::no_role()),
        }
    }

    /// The sender's id.
    pub(super) fn sender(&self) -> Result<Uuid, Problem> {
        let claim = |name: &str| self.claims.get(name).map_or("", String::as_str);
        // The authorizer checks signature, issuer, audience and expiry, but not what a token is for:
        // an access token of the same client would pass.
        if claim("token_use") != "id" {
            return Err(Problem::not_an_id_token());
        }
        Uuid::try_parse(claim("sub")).map_err(|_| Problem::not_an_id_token())
    }
}

impl Problem {
    /// A token that was not made to say who somebody is.
    pub(crate) fn not_an_id_token() -> Self {
        Self::new(kinds::WRONG_TOKEN_USE, "send the ID token of a member of the club, not another token")
    }

    /// Somebody who has signed in, and is neither an attendee nor the trainer.
    pub(crate) fn no_role() -> Self {
        Self::new(kinds::NO_ROLE, "this account must be either an attendee's or the trainer's")
    }

    /// Something that is for `who` only.
    pub(crate) fn wrong_role(who: &str) -> Self {
        Self::new(kinds::WRONG_ROLE, format!("this is for {who} only"))
    }
}
