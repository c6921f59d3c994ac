use jiff::Timestamp;
use kit_domain::{Aggregate, Identifies};
use serde::{Deserialize, Serialize};

use super::{AuthorEvent, AuthorId, Community, CommunityRefusal};

/// Somebody who may write posts, until their account is closed. The community hears of that by an event; it knows nothing
/// of most authors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    id: AuthorId,
    #[serde(default, rename = "closedAt", skip_serializing_if = "Option::is_none")]
    closed: Option<Timestamp>,
    #[serde(skip)]
    events: Vec<AuthorEvent>,
}

impl Author {
    /// Somebody of whom the community knows nothing: they may publish.
    #[must_use]
    pub fn unknown(id: AuthorId) -> Self {
        Self { id, closed: None, events: Vec::new() }
    }

    /// Checks that they may publish.
    ///
    /// # Errors
    /// [`CommunityRefusal::AuthorClosed`].
    pub fn may_publish(&self) -> Result<(), CommunityRefusal> {
        if self.closed.is_some() { Err(CommunityRefusal::AuthorClosed(self.id)) } else { Ok(()) }
    }

    /// Ends their publishing for good.
    pub fn close(&mut self, now: Timestamp) {
        if self.closed.is_none() {
            self.closed = Some(now);
            self.events.push(AuthorEvent::Closed { author: self.id });
        }
    }

    /// Who this is.
    #[must_use]
    pub fn id(&self) -> AuthorId {
        self.id
    }
}

impl Aggregate for Author {
    type Context = Community;
    type Id = AuthorId;
    type Event = AuthorEvent;
    type Loaded = Self;

    fn id(&self) -> AuthorId {
        self.id
    }

    fn events(&self) -> &[AuthorEvent] {
        &self.events
    }

    fn loaded(id: &AuthorId, found: Option<Self>) -> Self {
        found.unwrap_or_else(|| Self::unknown(*id))
    }
}

impl Identifies for AuthorId {
    type Aggregate = Author;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_author_is_closed_once_and_publishes_nothing_any_more() {
        let id = AuthorId::from(Uuid::from_u128(1));
        let mut author = Author::unknown(id);
        assert_eq!(author.may_publish(), Ok(()));
        for now in ["2026-12-01T10:30:00Z", "2026-12-01T10:31:00Z"] {
            author.close(now.parse().unwrap());
            assert_eq!(author.may_publish(), Err(CommunityRefusal::AuthorClosed(id)));
        }
        assert_eq!(author.events(), [AuthorEvent::Closed { author: id }]);
    }
}
