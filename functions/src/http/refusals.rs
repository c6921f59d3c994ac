//! How each refusal of the business is told over HTTP.

use domain::{
    Refusal, community::CommunityRefusal, credits::CreditsRefusal, trainer::TrainerRefusal,
    trainings::TrainingsRefusal, users::UsersRefusal,
};

use super::{Problem, kinds};

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
        let kind = match &refusal {
            TrainerRefusal::NotFullHour { .. } => kinds::NOT_FULL_HOUR,
            TrainerRefusal::HourInPast { .. } => kinds::HOUR_IN_PAST,
            TrainerRefusal::TooDistantDate { .. } => kinds::TOO_DISTANT_DATE,
            TrainerRefusal::TooEarlyHour { .. } => kinds::TOO_EARLY_HOUR,
            TrainerRefusal::TooLateHour { .. } => kinds::TOO_LATE_HOUR,
            TrainerRefusal::TooManyHours { .. } => kinds::TOO_MANY_HOURS,
            TrainerRefusal::DateFromAfterDateTo { .. } => kinds::DATE_FROM_AFTER_DATE_TO,
            TrainerRefusal::RangeTooLong { .. } => kinds::RANGE_TOO_LONG,
            TrainerRefusal::HourNotAvailable(_) => kinds::HOUR_NOT_AVAILABLE,
            TrainerRefusal::TrainingScheduled(_) => kinds::TRAINING_SCHEDULED,
        };
        Self::new(kind, refusal.to_string())
    }
}

impl From<TrainingsRefusal> for Problem {
    fn from(refusal: TrainingsRefusal) -> Self {
        let kind = match &refusal {
            TrainingsRefusal::NoteTooLong { .. } => kinds::NOTE_TOO_LONG,
            TrainingsRefusal::FromAfterTo { .. } => kinds::DATE_FROM_AFTER_DATE_TO,
            TrainingsRefusal::RangeTooLong => kinds::RANGE_TOO_LONG,
            TrainingsRefusal::NotFound(_) => kinds::NOT_FOUND,
            TrainingsRefusal::AlreadyCanceled(_) => kinds::TRAINING_ALREADY_CANCELED,
            TrainingsRefusal::Begun { .. } => kinds::TRAINING_BEGUN,
            TrainingsRefusal::TooLateToReschedule { .. } => kinds::TOO_LATE_TO_RESCHEDULE,
            TrainingsRefusal::NoRescheduleRequested(_) => kinds::NO_RESCHEDULE_REQUESTED,
            TrainingsRefusal::OwnProposal(_) => kinds::OWN_PROPOSAL,
        };
        Self::new(kind, refusal.to_string())
    }
}

impl From<CreditsRefusal> for Problem {
    fn from(refusal: CreditsRefusal) -> Self {
        let kind = match &refusal {
            CreditsRefusal::NotEnoughCredits { .. } => kinds::NOT_ENOUGH_CREDITS,
            CreditsRefusal::InvalidAmount { .. } => kinds::INVALID_AMOUNT,
            CreditsRefusal::InvalidReason { .. } => kinds::INVALID_REASON,
        };
        Self::new(kind, refusal.to_string())
    }
}

impl From<UsersRefusal> for Problem {
    fn from(refusal: UsersRefusal) -> Self {
        match &refusal {
            UsersRefusal::NotFound(_) => Self::not_found(refusal.to_string()),
            UsersRefusal::Deactivated(_) => Self::new(kinds::ACCOUNT_DEACTIVATED, refusal.to_string()),
        }
    }
}

impl From<CommunityRefusal> for Problem {
    fn from(refusal: CommunityRefusal) -> Self {
        let kind = match &refusal {
            CommunityRefusal::InvalidTitle { .. } => kinds::INVALID_TITLE,
            CommunityRefusal::InvalidBody { .. } => kinds::INVALID_BODY,
            CommunityRefusal::AuthorClosed(_) => kinds::ACCOUNT_DEACTIVATED,
        };
        Self::new(kind, refusal.to_string())
    }
}
