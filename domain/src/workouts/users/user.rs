use jiff::Timestamp;
use kit_domain::{Aggregate, Identifies};
use serde::{Deserialize, Serialize};

use super::{DisplayName, UserEvent, UserId, UsersRefusal};
use crate::workouts::Workouts;

/// Somebody who has signed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    id: UserId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<DisplayName>,
    #[serde(default, rename = "deactivatedAt", skip_serializing_if = "Option::is_none")]
    deactivated: Option<Timestamp>,
    #[serde(skip)]
    events: Vec<UserEvent>,
}

impl User {
    /// Somebody new.
    #[must_use]
    pub fn register(id: UserId, name: DisplayName) -> Self {
        Self { id, name: Some(name), deactivated: None, events: vec![UserEvent::Registered { user: id }] }
    }

    /// The user `found` under `id`, if the account is active.
    ///
    /// # Errors
    /// When nobody has registered under this id, or the account is deactivated.
    pub fn active(id: UserId, found: Option<Self>) -> Result<Self, UsersRefusal> {
        let user = found.ok_or(UsersRefusal::NotFound(id))?;
        if user.deactivated.is_some() { Err(UsersRefusal::Deactivated(id)) } else { Ok(user) }
    }

    /// Checks that the acting user is not deactivated. Somebody who has never registered may act, but owns nothing.
    ///
    /// # Errors
    /// [`UsersRefusal::Deactivated`].
    pub fn may_act(found: Option<&Self>) -> Result<(), UsersRefusal> {
        match found {
            Some(Self { id, deactivated: Some(_), .. }) => Err(UsersRefusal::Deactivated(*id)),
            _ => Ok(()),
        }
    }

    /// Closes the account for good and clears the name. The rest of the club follows by the event.
    pub fn deactivate(&mut self, now: Timestamp) {
        if self.deactivated.is_none() {
            self.deactivated = Some(now);
            self.name = None;
            self.events.push(UserEvent::Deactivated { user: self.id });
        }
    }

    /// When the account was deactivated, if it was.
    #[must_use]
    pub fn deactivated(&self) -> Option<Timestamp> {
        self.deactivated
    }

    /// Who this is.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.id
    }

    /// Their name; none once they are deactivated.
    #[must_use]
    pub fn name(&self) -> Option<&DisplayName> {
        self.name.as_ref()
    }
}

impl Aggregate for User {
    type Context = Workouts;
    type Id = UserId;
    type Event = UserEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> UserId {
        self.id
    }

    fn events(&self) -> &[UserEvent] {
        &self.events
    }

    fn loaded(_id: &UserId, found: Option<Self>) -> Option<Self> {
        found
    }
}

impl Identifies for UserId {
    type Aggregate = User;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn for_a_deactivated_user_nothing_is_done_and_the_name_is_forgotten() {
        let id = UserId::from(Uuid::from_u128(1));
        let mut user = User::register(id, DisplayName::new("Mary").unwrap());
        assert_eq!(User::may_act(Some(&user)), Ok(()));
        user.deactivate("2026-12-01T10:30:00Z".parse().unwrap());
        let refused = UsersRefusal::Deactivated(id);
        assert_eq!(User::may_act(Some(&user)), Err(refused.clone()));
        assert_eq!(user.name(), None);
        assert_eq!(User::active(id, Some(user)), Err(refused));
        assert_eq!(User::active(id, None), Err(UsersRefusal::NotFound(id)));
        assert_eq!(User::may_act(None), Ok(()));
    }
}
