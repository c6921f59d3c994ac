use aws_sdk_dynamodb::types::TransactWriteItem;
use serde::{Deserialize, Serialize};

use super::{
    CloudEvent, EventSequence, Message, Table,
    item::{ItemKey, put_new, to_item},
};
use crate::messages::log::{self, date_of};

/// The events of one commit of an aggregate, in order: its history and the outbox at once.
#[derive(Serialize, Deserialize)]
pub(crate) struct Commit<E> {
    pub(crate) events: Vec<CloudEvent<E>>,
}

/// A commit in the log of its day.
#[derive(Serialize)]
struct Listed<E> {
    #[serde(flatten)]
    commit: Commit<E>,
    list: String,
    place: String,
}

/// What the events of one commit share.
pub(crate) struct Origin<'a> {
    /// What made them happen.
    pub(crate) message: &'a Message,
    /// Which context they come from, as a CloudEvents source.
    pub(crate) source: &'a str,
}

impl Table {
    /// The events of an aggregate's new `version`, in their envelopes.
    pub(crate) fn envelopes<'e, E: Clone + 'e>(
        &self,
        origin: &Origin<'_>,
        subject: &str,
        version: u64,
        events: impl IntoIterator<Item = &'e E>,
    ) -> Vec<CloudEvent<E>> {
        let envelope = |(place, event): (u32, &E)| {
            let sequence = EventSequence { version, place };
            CloudEvent::new(self.ids.next(), origin.message, origin.source, subject.to_owned(), sequence, event.clone())
        };
        let mut events: Vec<_> = (0..).zip(events).map(envelope).collect();
        let commitsize = u32::try_from(events.len()).unwrap_or(u32::MAX);
        for event in &mut events {
            event.commitsize = commitsize;
        }
        events
    }

    /// Puts a commit where none may be: nobody else makes the same version. It is listed by the time at
    /// which the message began to be handled: it is committed within its function's timeout, or never.
    pub(crate) fn put_commit<E: Serialize>(
        &self,
        message: &Message,
        key: &ItemKey,
        events: Vec<CloudEvent<E>>,
    ) -> Result<TransactWriteItem, serde_dynamo::Error> {
        let (list, place) = (log::list_of_day(date_of(message.begun)), log::place(message.begun, key));
        Ok(put_new(&self.name, key, to_item(Listed { commit: Commit { events }, list, place })?))
    }
}
