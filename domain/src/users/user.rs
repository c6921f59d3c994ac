use serde::{Deserialize, Serialize};

use super::{DisplayName, UserEvent, UserId, UsersRefusal};

/// Somebody who has signed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    id: UserId,
    name: DisplayName,
    #[serde(skip)]
    events: Vec<UserEvent>,
}

impl User {
    /// Somebody new.
    #[must_use]
    pub fn register(id: UserId, name: DisplayName) -> Self {
        Self { id, name, events: vec![UserEvent::Registered { user: id }] }
    }

    /// The user that was `found` under `id`.
    ///
    /// # Errors
    /// [`UsersRefusal::NotFound`] when nobody has registered so.
    pub fn registered(id: UserId, found: Option<&Self>) -> Result<&Self, UsersRefusal> {
        found.ok_or(UsersRefusal::NotFound(id))
    }

    /// Who this is.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.id
    }

    /// What they are called.
    #[must_use]
    pub fn name(&self) -> &DisplayName {
        &self.name
    }

    /// The events registered since the user was loaded, in order.
    #[must_use]
    pub fn events(&self) -> &[UserEvent] {
        &self.events
    }
}
