use super::{Canceler, Side, TrainingId, TrainingKey};
use crate::workouts::{
    trainer::{HourStart, TrainerId},
    users::AttendeeId,
};

kit_domain::events! {
    /// The events of a training. They carry ids, never names or notes.
    ///
    /// The serialized form is the `type` and `data` of the stored and published event.
    pub enum TrainingEvent {
        /// An attendee booked an hour.
        "training.scheduled.v1" Scheduled {
            /// The training.
            training: TrainingId,
            /// Who gives it.
            trainer: TrainerId,
            /// Who booked it.
            attendee: AttendeeId,
            /// When it begins.
            time: HourStart,
        },
        /// It will not take place.
        "training.canceled.v1" Canceled {
            /// The training.
            training: TrainingId,
            /// Who was to give it.
            trainer: TrainerId,
            /// Who had booked it.
            attendee: AttendeeId,
            /// When it was to begin.
            time: HourStart,
            /// Who canceled it.
            by: Canceler,
            /// Whether that was less than 24 hours ahead.
            late: bool,
        },
        /// It takes place at another time.
        "training.rescheduled.v1" Rescheduled {
            /// The training.
            training: TrainingId,
            /// Who gives it.
            trainer: TrainerId,
            /// Who booked it.
            attendee: AttendeeId,
            /// When it was to begin.
            from: HourStart,
            /// When it begins now.
            to: HourStart,
            /// Who moved it, or agreed to move it.
            by: Side,
        },
        /// One side proposed another time.
        "training.reschedule-requested.v1" RescheduleRequested {
            /// The training.
            training: TrainingId,
            /// Who gives it.
            trainer: TrainerId,
            /// Who booked it.
            attendee: AttendeeId,
            /// When it begins.
            time: HourStart,
            /// When it would begin.
            proposed: HourStart,
            /// Who proposed that.
            by: Side,
        },
        /// The other side agreed to the proposed time. A [`Rescheduled`](Self::Rescheduled) event follows.
        "training.reschedule-approved.v1" RescheduleApproved {
            /// The training.
            training: TrainingId,
            /// Who gives it.
            trainer: TrainerId,
            /// Who booked it.
            attendee: AttendeeId,
            /// The time agreed on.
            proposed: HourStart,
            /// Who agreed.
            by: Side,
        },
        /// One side rejected the proposed time, or withdrew its own proposal.
        "training.reschedule-rejected.v1" RescheduleRejected {
            /// The training.
            training: TrainingId,
            /// Who gives it.
            trainer: TrainerId,
            /// Who booked it.
            attendee: AttendeeId,
            /// The rejected time.
            proposed: HourStart,
            /// Who rejected it.
            by: Side,
        },
        /// The attendee closed their account: their name and the notes were cleared.
        "training.attendee-forgotten.v1" AttendeeForgotten {
            /// The training.
            training: TrainingId,
            /// Who gives it.
            trainer: TrainerId,
            /// Who booked it.
            attendee: AttendeeId,
        },
    }
}

impl TrainingEvent {
    /// Which training it happened to.
    #[must_use]
    pub fn training(&self) -> TrainingKey {
        match self {
            Self::Scheduled { trainer, training, .. }
            | Self::Canceled { trainer, training, .. }
            | Self::Rescheduled { trainer, training, .. }
            | Self::RescheduleRequested { trainer, training, .. }
            | Self::RescheduleApproved { trainer, training, .. }
            | Self::RescheduleRejected { trainer, training, .. }
            | Self::AttendeeForgotten { trainer, training, .. } => {
                TrainingKey { trainer: *trainer, training: *training }
            }
        }
    }
}
