use super::{HourStart, TrainerId};
use crate::workouts::TrainingId;

kit_domain::events! {
    /// The events of an hour of a trainer's calendar.
    ///
    /// The serialized form is the `type` and `data` of the stored and published event.
    pub enum HourEvent {
        /// The trainer offers the hour.
        "hour.made-available.v1" MadeAvailable {
            /// Whose hour.
            trainer: TrainerId,
            /// Which hour.
            hour: HourStart,
        },
        /// The trainer no longer offers the hour.
        "hour.made-unavailable.v1" MadeUnavailable {
            /// Whose hour.
            trainer: TrainerId,
            /// Which hour.
            hour: HourStart,
        },
        /// An attendee booked the hour for a training.
        "hour.booked.v1" Booked {
            /// Whose hour.
            trainer: TrainerId,
            /// Which hour.
            hour: HourStart,
            /// The training that stands there now.
            training: TrainingId,
        },
        /// The hour's training was canceled or moved away, and the hour is available again.
        "hour.freed.v1" Freed {
            /// Whose hour.
            trainer: TrainerId,
            /// Which hour.
            hour: HourStart,
            /// The training that stood there.
            training: TrainingId,
        },
    }
}
