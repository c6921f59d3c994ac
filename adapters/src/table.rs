use std::{ops::Deref, sync::Arc};

use aws_sdk_dynamodb::Client;
use kit_domain::{Context, Ids};

/// How the club keeps its aggregates.
#[derive(Clone, Copy, Debug)]
pub enum Layout {}

/// The table of a context, in the club's layout: a type of this crate, so that it can be the read model of the club's
/// queries. Cheap to clone.
pub struct Table<C: Context>(kit_dynamodb::Table<C, Layout>);

impl<C: Context> Table<C> {
    /// The table called `name`: see [`kit_dynamodb::Table::new`].
    #[must_use]
    pub fn new(client: Client, name: &str, ids: Arc<dyn Ids>, rules: C::Rules) -> Self {
        Self(kit_dynamodb::Table::new(client, name, ids, rules))
    }
}

impl<C: Context> From<kit_dynamodb::Table<C, Layout>> for Table<C> {
    fn from(table: kit_dynamodb::Table<C, Layout>) -> Self {
        Self(table)
    }
}

impl<C: Context> Clone for Table<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Context> Deref for Table<C> {
    type Target = kit_dynamodb::Table<C, Layout>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
