//! How each refusal of the business is told over HTTP. The one place where slugs of the business stand.

use domain::{
    Refusal, community::CommunityRefusal, credits::CreditsRefusal, trainer::TrainerRefusal,
    trainings::TrainingsRefusal, users::UsersRefusal,
};
use lambda_http::http::StatusCode;

use super::Problem;

const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
const CONFLICT: StatusCode = StatusCode::CONFLICT;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Trainer(refusal) => refusal.into(),
            Refusal::Trainings(refusal) => refusal.into(),
            Refusal::Credits(refusal) => refusal.into(),
            Refusal::Users(refusal) => refusal.into(),
            Refusal::Community(refusal) => refusal.into(),
        }
    }
}

impl From<TrainerRefusal> for Problem {
    fn from(refusal: TrainerRefusal) -> Self {
        let (status, slug, title) = match &refusal {
            TrainerRefusal::NotFullHour { .. } => (UNPROCESSABLE, "not-full-hour", "Not a full hour"),
            TrainerRefusal::HourInPast { .. } => (UNPROCESSABLE, "hour-in-past", "The hour has passed"),
            TrainerRefusal::TooDistantDate { .. } => (UNPROCESSABLE, "too-distant-date", "Too far ahead"),
            TrainerRefusal::TooEarlyHour { .. } => (UNPROCESSABLE, "too-early-hour", "Too early in the day"),
            TrainerRefusal::TooLateHour { .. } => (UNPROCESSABLE, "too-late-hour", "Too late in the day"),
            TrainerRefusal::TooManyHours { .. } => (UNPROCESSABLE, "too-many-hours", "Too many hours at once"),
            TrainerRefusal::DateFromAfterDateTo { .. } => {
                (UNPROCESSABLE, "date-from-after-date-to", "The range ends before it begins")
            }
            TrainerRefusal::RangeTooLong { .. } => (UNPROCESSABLE, "range-too-long", "The range is too long"),
            TrainerRefusal::HourNotAvailable(_) => (CONFLICT, "hour-not-available", "The hour is not available"),
            TrainerRefusal::TrainingScheduled(_) => (CONFLICT, "training-scheduled", "A training is scheduled then"),
        };
        Self::new(status, slug, title, refusal.to_string())
    }
}

impl From<TrainingsRefusal> for Problem {
    fn from(refusal: TrainingsRefusal) -> Self {
        let (status, slug, title) = match &refusal {
            TrainingsRefusal::NoteTooLong { .. } => (UNPROCESSABLE, "note-too-long", "The notes are too long"),
            TrainingsRefusal::FromAfterTo { .. } => {
                (UNPROCESSABLE, "date-from-after-date-to", "The range ends before it begins")
            }
            TrainingsRefusal::RangeTooLong => (UNPROCESSABLE, "range-too-long", "The range is too long"),
            TrainingsRefusal::NotFound(_) => (NOT_FOUND, "not-found", "Not found"),
            TrainingsRefusal::AlreadyCanceled(_) => {
                (CONFLICT, "training-already-canceled", "The training is canceled already")
            }
            TrainingsRefusal::Begun { .. } => (CONFLICT, "training-begun", "The training has begun"),
            TrainingsRefusal::TooLateToReschedule { .. } => {
                (CONFLICT, "too-late-to-reschedule", "Too late to move without asking")
            }
            TrainingsRefusal::NoRescheduleRequested(_) => {
                (CONFLICT, "no-reschedule-requested", "No other time is proposed")
            }
            TrainingsRefusal::OwnProposal(_) => (FORBIDDEN, "own-proposal", "The proposal is your own"),
        };
        Self::new(status, slug, title, refusal.to_string())
    }
}

impl From<CreditsRefusal> for Problem {
    fn from(refusal: CreditsRefusal) -> Self {
        let (status, slug, title) = match &refusal {
            CreditsRefusal::NotEnoughCredits { .. } => (CONFLICT, "not-enough-credits", "Not enough credits"),
            CreditsRefusal::InvalidAmount { .. } => (UNPROCESSABLE, "invalid-amount", "Not an amount of credits"),
            CreditsRefusal::InvalidReason { .. } => (UNPROCESSABLE, "invalid-reason", "Not a reason"),
        };
        Self::new(status, slug, title, refusal.to_string())
    }
}

impl From<UsersRefusal> for Problem {
    fn from(refusal: UsersRefusal) -> Self {
        match &refusal {
            UsersRefusal::NotFound(_) => Self::not_found(refusal.to_string()),
            UsersRefusal::Deactivated(_) => {
                Self::new(FORBIDDEN, "account-deactivated", "The account is deactivated", refusal.to_string())
            }
        }
    }
}

impl From<CommunityRefusal> for Problem {
    fn from(refusal: CommunityRefusal) -> Self {
        let (status, slug, title) = match &refusal {
            CommunityRefusal::InvalidTitle { .. } => (UNPROCESSABLE, "invalid-title", "Not a title"),
            CommunityRefusal::InvalidBody { .. } => (UNPROCESSABLE, "invalid-body", "Not a body"),
            CommunityRefusal::AuthorClosed(_) => (FORBIDDEN, "account-deactivated", "The account is deactivated"),
        };
        Self::new(status, slug, title, refusal.to_string())
    }
}
