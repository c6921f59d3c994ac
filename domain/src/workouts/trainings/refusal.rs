use jiff::Timestamp;

use super::{NOTICE, Notes, TrainingId, queries::Trainings};
use crate::{examples, workouts::trainer::HourStart};

kit_domain::refusals! {
    /// Why the bookings say no.
    pub enum TrainingsRefusal {
        /// Notes are short.
        #[error("notes have at most {most} characters, provided: {provided}", most = Notes::MOST_CHARACTERS)]
        NoteTooLong {
            /// How many characters were given.
            provided: usize = Notes::MOST_CHARACTERS + 1,
        } => NOTE_TOO_LONG: InvalidValue, "note-too-long", "The notes are too long";
        /// There is no such training, or the actor may not see it. The answer does not say which.
        #[error("there is no training {0}")]
        NotFound(TrainingId = examples::id()) => NOT_FOUND: NotFound, "not-found", "Not found";
        /// A canceled training stays as it is.
        #[error("the training {0} is canceled already")]
        AlreadyCanceled(TrainingId = examples::id())
            => ALREADY_CANCELED: Conflict, "training-already-canceled", "The training is canceled already";
        /// A training that has begun stays as it is.
        #[error("the training {training} has begun at {time}")]
        Begun {
            /// The training.
            training: TrainingId = examples::id(),
            /// When it began.
            time: HourStart = HourStart::example(1, 14),
        } => BEGUN: Conflict, "training-begun", "The training has begun";
        /// Less than a day ahead a training moves only if both sides agree.
        #[error("the training {training} at {time} is less than {hours} hours ahead; request to reschedule it instead", hours = NOTICE.as_hours())]
        TooLateToReschedule {
            /// The training.
            training: TrainingId = examples::id(),
            /// When it begins.
            time: HourStart = HourStart::example(1, 14),
        } => TOO_LATE_TO_RESCHEDULE: Conflict, "too-late-to-reschedule", "Too late to move without asking";
        /// There is nothing to approve or reject.
        #[error("nobody has requested to reschedule the training {0}")]
        NoRescheduleRequested(TrainingId = examples::id())
            => NO_RESCHEDULE_REQUESTED: Conflict, "no-reschedule-requested", "No other time is proposed";
        /// Only the other side can agree to a proposal.
        #[error("only the other side can approve this request to reschedule the training {0}")]
        OwnProposal(TrainingId = examples::id()) => OWN_PROPOSAL: NotAllowed, "own-proposal", "The proposal is your own";
        /// A list that ends before it begins.
        #[error("the range begins at {from}, after it ends, at {to}")]
        FromAfterTo {
            /// Where the list begins.
            from: Timestamp = examples::time(2, 0, 0),
            /// Where it ends.
            to: Timestamp = examples::time(1, 0, 0),
        } => FROM_AFTER_TO: InvalidValue, "date-from-after-date-to", "The range ends before it begins";
        /// A list of more days than can be asked for at once.
        #[error("at most {most} days can be listed at once", most = Trainings::MOST_DAYS)]
        RangeTooLong => RANGE_TOO_LONG: InvalidValue, "range-too-long", "The range is too long";
    }
}
