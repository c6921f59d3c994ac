use crate::{
    community::CommunityRefusal, credits::CreditsRefusal, trainer::TrainerRefusal, trainings::TrainingsRefusal,
    users::UsersRefusal,
};

/// Why the business says no. Each context has its own reasons.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The calendar's reasons.
    #[error(transparent)]
    Trainer(#[from] TrainerRefusal),
    /// The bookings' reasons.
    #[error(transparent)]
    Trainings(#[from] TrainingsRefusal),
    /// The credit accounts' reasons.
    #[error(transparent)]
    Credits(#[from] CreditsRefusal),
    /// The users' reasons.
    #[error(transparent)]
    Users(#[from] UsersRefusal),
    /// The community's reasons.
    #[error(transparent)]
    Community(#[from] CommunityRefusal),
}
