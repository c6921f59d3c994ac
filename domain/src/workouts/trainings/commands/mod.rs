//! The commands of the bookings.

mod approve_training_reschedule;
mod cancel_for_deactivation;
mod cancel_training;
mod forget_attendee;
mod reject_training_reschedule;
mod request_training_reschedule;
mod reschedule_training;
mod schedule_training;

pub use approve_training_reschedule::ApproveTrainingReschedule;
pub use cancel_for_deactivation::CancelForDeactivation;
pub use cancel_training::CancelTraining;
pub use forget_attendee::ForgetAttendee;
pub use reject_training_reschedule::RejectTrainingReschedule;
pub use request_training_reschedule::RequestTrainingReschedule;
pub use reschedule_training::RescheduleTraining;
pub use schedule_training::ScheduleTraining;
