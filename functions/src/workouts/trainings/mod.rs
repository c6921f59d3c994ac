//! The bookings' functions.

mod approve_training_reschedule;
mod cancel_training;
mod cancel_trainings_of_deactivated_user;
mod clear_names_of_deactivated_user;
mod reject_training_reschedule;
mod request_training_reschedule;
mod reschedule_training;
mod schedule_training;
mod training;
mod training_json;
mod trainings;

use domain::workouts::trainings::TrainingKey;
use kit_lambda::{
    Chapter,
    http::{ApiRequest, Problem},
};

pub(super) use cancel_trainings_of_deactivated_user::CANCEL_TRAININGS_OF_DEACTIVATED_USER;
pub(super) use clear_names_of_deactivated_user::CLEAR_NAMES_OF_DEACTIVATED_USER;

use super::Workouts;

pub(super) const CHAPTER: Chapter<Workouts> = Chapter {
    name: "Trainings",
    about: "Attendees book the trainer's hours. They and the trainer move and cancel trainings, and propose other times.",
    functions: &[
        &schedule_training::SCHEDULE_TRAINING,
        &trainings::TRAININGS,
        &training::TRAINING,
        &reschedule_training::RESCHEDULE_TRAINING,
        &request_training_reschedule::REQUEST_TRAINING_RESCHEDULE,
        &approve_training_reschedule::APPROVE_TRAINING_RESCHEDULE,
        &reject_training_reschedule::REJECT_TRAINING_RESCHEDULE,
        &cancel_training::CANCEL_TRAINING,
    ],
};

/// The training that the path names.
fn key(service: &Workouts, request: &ApiRequest) -> Result<TrainingKey, Problem> {
    Ok(TrainingKey { trainer: service.trainer, training: request.path_id()? })
}

/// The functions that can follow wherever a training is met.
const OF_ONE_TRAINING: [&str; 6] = [
    "training",
    "cancel-training",
    "reschedule-training",
    "request-training-reschedule",
    "approve-training-reschedule",
    "reject-training-reschedule",
];
