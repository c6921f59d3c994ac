use super::UserId;

kit_domain::events! {
    /// The events of a user. They carry ids, never names.
    ///
    /// The serialized form is the `type` and `data` of the stored and published event.
    pub enum UserEvent {
        /// Somebody signed up and is an attendee now.
        "user.registered.v1" Registered {
            /// Who.
            user: UserId,
        },
        /// Somebody closed their account.
        "user.deactivated.v1" Deactivated {
            /// Who.
            user: UserId,
        },
    }
}
