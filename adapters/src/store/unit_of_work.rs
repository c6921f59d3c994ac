use std::collections::{HashMap, HashSet};

use aws_sdk_dynamodb::types::{Get, TransactGetItem, TransactWriteItem};
use domain::{Aggregate, AggregateId, Interrupted, Load, UnitOfWork, community::AuthorId, users::UserId};

use super::{
    Answer, Message, Table,
    failure::{self, Failure},
    inbox::{self, Remembered},
    item::{Item, ItemKey, complete},
};
use crate::{commands::settle_as_succeeded, community, credits, trainer, trainings, users};

/// One attempt of a command: what it has loaded, at which versions, and what it has changed.
pub(super) struct Attempt<'a> {
    store: &'a Table,
    message: &'a Message,
    inbox_read: bool,
    versions: HashMap<AggregateId, u64>,
    /// The users that were loaded, to see whether anything may be done.
    active: HashSet<UserId>,
    /// The authors that were loaded, for the same.
    open: HashSet<AuthorId>,
    changed: Vec<Aggregate>,
    ended: Option<Ended>,
}

/// Why an attempt cannot go on.
pub(super) enum Ended {
    /// The message has had its effects, and is answered so.
    Repeated(Answer),
    /// Another message has had its effects under the same key.
    KeyReused,
    /// The table gave no answer.
    Failed(Failure),
}

impl<'a> Attempt<'a> {
    pub(super) fn new(store: &'a Table, message: &'a Message) -> Self {
        Self {
            store,
            message,
            inbox_read: false,
            versions: HashMap::new(),
            active: HashSet::new(),
            open: HashSet::new(),
            changed: Vec::new(),
            ended: None,
        }
    }

    /// Why the attempt was interrupted.
    pub(super) fn ended(self) -> Ended {
        self.ended.unwrap_or_else(|| unreachable!("a unit of work interrupts a command only when it has ended"))
    }

    async fn read(&mut self, ids: &[AggregateId]) -> Result<Vec<Option<Aggregate>>, Ended> {
        let mut keys: HashSet<ItemKey> = ids.iter().map(state_key).collect();
        let inbox = (!self.inbox_read).then(|| inbox::key(self.message.id));
        keys.extend(inbox.clone());
        let mut items = self.store.read_items(keys).await.map_err(Ended::Failed)?;
        if let Some(inbox) = inbox {
            self.inbox_read = true;
            match inbox::recall(self.message, items.remove(&inbox)).map_err(failed)? {
                Remembered::Nothing => {}
                Remembered::Done(answer) => return Err(Ended::Repeated(answer)),
                Remembered::Other => return Err(Ended::KeyReused),
            }
        }
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.push(match items.get(&state_key(id)) {
                Some(item) => self.aggregate(id, item).await.map_err(Ended::Failed)?,
                None => None,
            });
        }
        Ok(found)
    }

    async fn aggregate(&mut self, id: &AggregateId, item: &Item) -> Result<Option<Aggregate>, Failure> {
        let found = match id {
            AggregateId::Hour(id) => trainer::hour(*id, item)?.map(|(hour, version)| (hour.into(), version)),
            AggregateId::Training(_) => {
                Some(trainings::training(item)?).map(|(training, version)| (training.into(), version))
            }
            AggregateId::User(_) => Some(users::user(item)?).map(|(user, version)| (user.into(), version)),
            AggregateId::Post(_) => Some(community::post(item)?).map(|(post, version)| (post.into(), version)),
            AggregateId::Author(_) => Some(community::author(item)?).map(|(author, version)| (author.into(), version)),
            AggregateId::Account(id) => {
                let (account, version) = match credits::snapshot(*id, item)? {
                    Some(snapshot) => snapshot,
                    None => self.store.replay_account(*id).await?,
                };
                Some((account.into(), version))
            }
        };
        Ok(found.map(|(aggregate, version)| {
            self.versions.insert(*id, version);
            aggregate
        }))
    }

    /// The actions that commit what has changed, the message's inbox record with them; none when
    /// nothing has changed and nobody could ask for the answer again.
    pub(super) fn actions(&self, answer: &Answer) -> Result<Vec<TransactWriteItem>, serde_dynamo::Error> {
        let mut actions = Vec::new();
        let mut hours = Vec::new();
        // A user is deactivated, and an author closed, in a transaction of their own: whoever was found
        // active must still be.
        let (mut active, mut open) = (self.active.clone(), self.open.clone());
        for aggregate in &self.changed {
            let version = self.versions.get(&aggregate.id()).copied().unwrap_or(0);
            match aggregate {
                // Hours of one day are one item, and a transaction may name an item only once.
                Aggregate::Hour(hour) => hours.push((hour, version)),
                Aggregate::Training(training) => {
                    actions.extend(self.store.write_training(self.message, training, version)?);
                }
                Aggregate::Account(account) => {
                    let holder_active = active.remove(&account.id().0.into());
                    actions.extend(self.store.write_account(self.message, account, version, holder_active)?);
                }
                Aggregate::User(user) => {
                    active.remove(&user.id());
                    actions.extend(self.store.write_user(self.message, user, version)?);
                }
                Aggregate::Post(post) => actions.extend(self.store.write_post(self.message, post, version)?),
                Aggregate::Author(author) => {
                    open.remove(&author.id());
                    actions.extend(self.store.write_author(self.message, author, version)?);
                }
            }
        }
        actions.extend(self.store.write_hours(self.message, &hours)?);
        if !actions.is_empty() {
            actions.extend(active.into_iter().map(|user| self.store.check_active(user)));
            actions.extend(open.into_iter().map(|author| self.store.check_open(author)));
        }
        if let Some(acceptance) = self.message.settles {
            actions.push(settle_as_succeeded(&self.store.name, self.message.id, acceptance, answer));
        }
        if !actions.is_empty() || self.message.fingerprint.is_some() {
            actions.push(inbox::remember(&self.store.name, self.message, answer)?);
        }
        Ok(actions)
    }
}

impl UnitOfWork for Attempt<'_> {
    async fn load<L: Load>(&mut self, ids: L) -> Result<L::Loaded, Interrupted> {
        let asked = ids.ids();
        for id in &asked {
            match id {
                AggregateId::User(user) => drop(self.active.insert(*user)),
                AggregateId::Author(author) => drop(self.open.insert(*author)),
                _ => {}
            }
        }
        match self.read(&asked).await {
            Ok(found) => Ok(ids.take(&mut found.into_iter())),
            Err(ended) => {
                self.ended = Some(ended);
                Err(Interrupted)
            }
        }
    }

    fn save(&mut self, aggregate: impl Into<Aggregate>) {
        let aggregate = aggregate.into();
        let unchanged = match &aggregate {
            Aggregate::Hour(hour) => hour.events().is_empty(),
            Aggregate::Training(training) => training.events().is_empty(),
            Aggregate::Account(account) => account.events().is_empty(),
            Aggregate::User(user) => user.events().is_empty(),
            Aggregate::Post(post) => post.events().is_empty(),
            Aggregate::Author(author) => author.events().is_empty(),
        };
        if !unchanged {
            self.changed.push(aggregate);
        }
    }
}

impl Table {
    /// What the inbox says of a message now. Read as a transaction: any other read may still see the
    /// inbox as it was while a transaction under way has written other items already.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation>
    pub(super) async fn recall(&self, message: &Message) -> Result<Remembered, Failure> {
        let key = inbox::key(message.id).attributes();
        let get = complete(Get::builder().table_name(&*self.name).set_key(Some(key)).build());
        let get = self.client.transact_get_items().transact_items(TransactGetItem::builder().get(get).build());
        let found = get.send().await.map_err(failure::of_reading_transaction)?.responses.unwrap_or_default();
        let item = found.into_iter().next().and_then(|response| response.item);
        Ok(inbox::recall(message, item)?)
    }
}

fn state_key(id: &AggregateId) -> ItemKey {
    match id {
        AggregateId::Hour(id) => trainer::day_key(id.trainer, id.start.date()),
        AggregateId::Training(key) => trainings::state_key(*key),
        AggregateId::Account(id) => credits::state_key(*id),
        AggregateId::User(id) => users::state_key(*id),
        AggregateId::Post(id) => community::post_key(*id),
        AggregateId::Author(id) => community::author_key(*id),
    }
}

fn failed(error: serde_dynamo::Error) -> Ended {
    Ended::Failed(error.into())
}
