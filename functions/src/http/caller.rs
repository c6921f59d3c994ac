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
            Self::Trainer(_) => Err(wrong_role("attendees")),
        }
    }

    /// The trainer.
    pub(crate) fn trainer(self) -> Result<TrainerCaller, Problem> {
        match self {
            Self::Trainer(trainer) => Ok(trainer),
            Self::Attendee(_) => Err(wrong_role("the trainer")),
        }
    }
}

impl ApiRequest {
    /// Who sends it.
    pub(crate) fn caller(&self) -> Result<Caller, Problem> {
        let claim = |name: &str| self.claims.get(name).map_or("", String::as_str);
        let id = self.sender()?;
        let name = DisplayName::new(claim("name")).map_err(|_| not_an_id_token())?;
        // The gateway hands an array on as one text: "[trainer]" or "[a b]".
        let groups: Vec<&str> = claim("cognito:groups").trim_matches(['[', ']']).split([' ', ',']).collect();
        match (groups.contains(&"attendee"), groups.contains(&"trainer")) {
            (true, false) => Ok(Caller::Attendee(AttendeeCaller { id: id.into(), name })),
            (false, true) => Ok(Caller::Trainer(TrainerCaller { id: id.into(), name })),
            _ => {
                let detail = "this account must be either an attendee's or the trainer's";
                Err(Problem::new(kinds::NO_ROLE, detail))
            }
        }
    }

    /// The sender's id.
    pub(super) fn sender(&self) -> Result<Uuid, Problem> {
        let claim = |name: &str| self.claims.get(name).map_or("", String::as_str);
        // The authorizer checks signature, issuer, audience and expiry, but not what a token is for:
        // an access token of the same client would pass.
        if claim("token_use") != "id" {
            return Err(not_an_id_token());
        }
        Uuid::try_parse(claim("sub")).map_err(|_| not_an_id_token())
    }
}

fn not_an_id_token() -> Problem {
    let detail = "send the ID token of a member of the club, not another token";
    Problem::new(kinds::WRONG_TOKEN_USE, detail)
}

fn wrong_role(who: &str) -> Problem {
    Problem::new(kinds::WRONG_ROLE, format!("this is for {who} only"))
}
