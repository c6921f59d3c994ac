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

pub use approve_training_reschedule::APPROVE_TRAINING_RESCHEDULE;
pub use cancel_training::CANCEL_TRAINING;
pub use cancel_trainings_of_deactivated_user::CANCEL_TRAININGS_OF_DEACTIVATED_USER;
pub use clear_names_of_deactivated_user::CLEAR_NAMES_OF_DEACTIVATED_USER;
pub use reject_training_reschedule::REJECT_TRAINING_RESCHEDULE;
pub use request_training_reschedule::REQUEST_TRAINING_RESCHEDULE;
pub use reschedule_training::RESCHEDULE_TRAINING;
pub use schedule_training::SCHEDULE_TRAINING;
pub use training::TRAINING;
pub use trainings::TRAININGS;

use domain::trainings::TrainingKey;

use crate::{
    Dependencies,
    description::Operation,
    http::{ApiRequest, Problem},
};

/// The training that the path names.
fn key(dependencies: &Dependencies, request: &ApiRequest) -> Result<TrainingKey, Problem> {
    Ok(TrainingKey { trainer: dependencies.settings.trainer, training: request.path_id()? })
}

/// What tells of one training, and what can be done to it: what follows wherever one is met.
const OF_ONE_TRAINING: [&str; 6] = [
    "training",
    "cancel-training",
    "reschedule-training",
    "request-training-reschedule",
    "approve-training-reschedule",
    "reject-training-reschedule",
];

/// What the API's description says of trainings.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        schedule_training::operation(),
        trainings::operation(),
        training::operation(),
        reschedule_training::operation(),
        request_training_reschedule::operation(),
        approve_training_reschedule::operation(),
        reject_training_reschedule::operation(),
        cancel_training::operation(),
    ]
}
