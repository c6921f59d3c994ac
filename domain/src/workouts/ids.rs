//! The ids that several modules of this context use, so that no module depends on another one for an id.

kit_domain::id!(
    /// A trainer, by the id that their calendar is kept under.
    TrainerId
);

kit_domain::id!(
    /// A training.
    TrainingId
);

kit_domain::id!(
    /// A user, attendee or trainer, by the id that they sign in with.
    UserId
);

kit_domain::id!(
    /// A user who is an attendee.
    AttendeeId
);

impl From<AttendeeId> for UserId {
    fn from(attendee: AttendeeId) -> Self {
        uuid::Uuid::from(attendee).into()
    }
}
