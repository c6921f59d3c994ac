use super::TrainingId;
use crate::trainer::HourStart;

/// Why the bookings say no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingsRefusal {
    /// Notes are short.
    #[error("notes have at most {most} characters, provided: {provided}", most = super::Notes::MOST_CHARACTERS)]
    NoteTooLong {
        /// How many characters were given.
        provided: usize,
    },
    /// There is no such training, or it is somebody else's: nobody learns which.
    #[error("there is no training {0}")]
    NotFound(TrainingId),
    /// A canceled training stays as it is.
    #[error("the training {0} is canceled already")]
    AlreadyCanceled(TrainingId),
    /// A training that has begun stays as it is.
    #[error("the training {training} has begun at {time}")]
    Begun {
        /// The training.
        training: TrainingId,
        /// When it began.
        time: HourStart,
    },
    /// Less than a day ahead a training is moved only if both sides agree.
    #[error("the training {training} at {time} is less than {hours} hours ahead; request to reschedule it instead", hours = super::NOTICE.as_hours())]
    TooLateToReschedule {
        /// The training.
        training: TrainingId,
        /// When it begins.
        time: HourStart,
    },
    /// There is nothing to approve or reject.
    #[error("nobody has requested to reschedule the training {0}")]
    NoRescheduleRequested(TrainingId),
    /// Who proposes a time cannot be the one who agrees to it.
    #[error("only the other side can approve this request to reschedule the training {0}")]
    OwnProposal(TrainingId),
    /// A list that ends before it begins.
    #[error("the range begins at {from}, after it ends, at {to}")]
    FromAfterTo {
        /// Where the list begins.
        from: jiff::Timestamp,
        /// Where it ends.
        to: jiff::Timestamp,
    },
    /// A list of more days than can be asked for at once.
    #[error("at most {most} days can be listed at once", most = super::queries::Trainings::MOST_DAYS)]
    RangeTooLong,
}
