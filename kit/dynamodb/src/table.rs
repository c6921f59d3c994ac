use std::{marker::PhantomData, sync::Arc};

use aws_sdk_dynamodb::Client;
use jiff::Timestamp;
use kit_domain::{Context, Ids, Terms};

/// The table of a context `C`, kept in the layout `L`: see [`Stored`](crate::Stored). Cheap to clone.
///
/// A command reads what it needs in one strongly consistent `BatchGetItem` (two where one aggregate names the next) and
/// commits in one `TransactWriteItems`: each changed aggregate on condition that it is still as it was loaded, its
/// events, and the record that the message was handled.
pub struct Table<C: Context, L = ()> {
    pub(crate) client: Client,
    pub(crate) name: Arc<str>,
    pub(crate) ids: Arc<dyn Ids>,
    rules: C::Rules,
    layout: PhantomData<fn() -> L>,
}

impl<C: Context, L> Clone for Table<C, L> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            name: Arc::clone(&self.name),
            ids: Arc::clone(&self.ids),
            rules: self.rules.clone(),
            layout: PhantomData,
        }
    }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// The table called `name`. Events get their ids from `ids`; commands are judged by `rules`.
    #[must_use]
    pub fn new(client: Client, name: &str, ids: Arc<dyn Ids>, rules: C::Rules) -> Self {
        Self { client, name: name.into(), ids, rules, layout: PhantomData }
    }

    /// The configuration of the context.
    #[must_use]
    pub fn rules(&self) -> &C::Rules {
        &self.rules
    }

    /// The terms of a command that was received at `now`.
    #[must_use]
    pub fn terms(&self, now: Timestamp) -> Terms<C> {
        Terms { now, rules: self.rules.clone() }
    }
}
