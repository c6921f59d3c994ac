use base64::Engine;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The id of a message: a command or an event that makes the business do something. A message that comes again has the
/// same id, and its effects do not happen again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(Uuid);

/// The namespace of the ids that follow from a request's or a trigger's own id.
const DELIVERIES: Uuid = Uuid::from_u128(0x6f1d_8a52_0c3e_4d3b_9a5e_2b7c_41f0_9d86);

impl MessageId {
    /// The message that `sender` calls `key`. Keys of different senders never meet.
    #[must_use]
    pub fn of_key(sender: Uuid, key: &str) -> Self {
        Self(Uuid::new_v5(&sender, key.as_bytes()))
    }

    /// The message that AWS delivers under `delivery`: a gateway's request id, for example.
    #[must_use]
    pub fn of_delivery(delivery: &str) -> Self {
        Self(Uuid::new_v5(&DELIVERIES, delivery.as_bytes()))
    }

    /// An event as one of its subscribers receives it. The subscriber's inbox says under this id whether it has
    /// handled the event.
    #[must_use]
    pub fn of_event(event: Uuid, subscriber: &str) -> Self {
        Self(Uuid::new_v5(&event, subscriber.as_bytes()))
    }
}

impl From<Uuid> for MessageId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<MessageId> for Uuid {
    fn from(id: MessageId) -> Self {
        id.0
    }
}

impl std::fmt::Display for MessageId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Tells two messages with one key apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub(crate) String);

impl Fingerprint {
    /// The fingerprint of a request: of its method, path and the bytes of its body.
    #[must_use]
    pub fn of_request(method: &str, path: &str, body: &[u8]) -> Self {
        let mut hash = Sha256::new();
        for part in [method.as_bytes(), path.as_bytes(), body] {
            // Each part's length before it: no two requests run together into the same bytes.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash.finalize()))
    }
}

/// How long the inbox keeps a command that somebody sends: longer than anybody waits before sending it again.
pub const COMMANDS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How long the inbox keeps a message that follows from an event: longer than a queue and its dead letters can hold it.
pub const EVENTS: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Everything about a command but what it does.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The fingerprint that it must have again when its sender sends it again under the same key. None when the sender
    /// gave no key: then it comes again only by retries, and those are the same.
    pub fingerprint: Option<Fingerprint>,
    /// When it was received; a deferred command, when it was accepted. Time rules are judged as of then.
    pub received: Timestamp,
    /// When it began to be handled: not after its effects are committed, and not much earlier.
    pub begun: Timestamp,
    /// The acceptance that its effects complete, if it is a deferred command.
    pub completes: Option<Uuid>,
    /// How long the inbox keeps it: [`COMMANDS`] or [`EVENTS`].
    pub kept: SignedDuration,
    /// The id that joins the log lines and events of everything that follows from one request.
    pub correlation: String,
    /// The W3C trace context that it belongs to.
    pub traceparent: Option<String>,
}

impl Message {
    /// Whether another invocation may be handling it right now: its sender may have sent it again, or the
    /// queue delivered it again.
    pub(crate) fn may_be_under_way_twice(&self) -> bool {
        self.fingerprint.is_some() || self.completes.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_its_sender() {
        let (mary, john) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(MessageId::of_key(mary, "a"), MessageId::of_key(mary, "a"));
        assert_ne!(MessageId::of_key(mary, "a"), MessageId::of_key(john, "a"));
        assert_ne!(MessageId::of_key(mary, "a"), MessageId::of_key(mary, "b"));
    }

    #[test]
    fn requests_that_differ_anywhere_have_different_fingerprints() {
        let first = Fingerprint::of_request("PUT", "/api/a", b"b");
        assert_eq!(first, Fingerprint::of_request("PUT", "/api/a", b"b"));
        for (method, path, body) in
            [("POST", "/api/a", "b"), ("PUT", "/api/", "ab"), ("PUT", "/api/ab", ""), ("PUT", "/api/a", "B")]
        {
            assert_ne!(first, Fingerprint::of_request(method, path, body.as_bytes()));
        }
    }
}
