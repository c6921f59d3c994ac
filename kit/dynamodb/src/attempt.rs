use std::{
    any::{Any, TypeId},
    collections::{HashMap, HashSet},
};

use aws_sdk_dynamodb::types::TransactWriteItem;
use kit_domain::{Aggregate, Context, Interrupted, Keeps, RegisteredEvent, Requires, UnitOfWork};

use crate::{
    Answer, Changed, Message, Read, Stored, StoredCondition, Table, deadlines,
    deferred::complete_as_succeeded,
    failure::{self, Failure},
    inbox::{self, Seen},
    item::{Item, ItemKey},
    transaction::{Transaction, Write, WriteError},
};

/// One attempt to execute a command: the unit of work in which it is decided. What it has loaded, at which versions, and
/// what it has changed.
pub struct Attempt<C: Context, L = ()> {
    table: Table<C, L>,
    message: Message,
    inbox_read: bool,
    /// In the order in which the types were first asked for.
    types: Vec<(TypeId, Box<dyn AnyKept<L>>)>,
    required: Vec<Write>,
    registered: Vec<RegisteredEvent>,
    ended: Option<Ended>,
}

/// Why an attempt cannot go on.
pub(crate) enum Ended {
    /// The message has had its effects, and gets this answer again.
    Repeated(Answer),
    /// Another message has had its effects under the same key.
    KeyReused,
    /// The table gave no answer.
    Failed(Failure),
}

/// The aggregates of one type in an attempt.
struct Kept<A: Aggregate> {
    asked: Vec<A::Id>,
    found: HashMap<A::Id, (A, u64)>,
    /// Everything that has been read, found or not.
    read: HashSet<A::Id>,
    saved: Vec<A>,
}

/// The same for any type that is kept in the layout `L`.
trait AnyKept<L>: Send + Sync {
    /// The items to be read.
    fn keys(&self) -> Vec<ItemKey>;

    /// Takes what was read. Gives the item collections whose commits are needed.
    fn take(&mut self, items: &HashMap<ItemKey, Item>) -> Result<Vec<String>, serde_dynamo::Error>;

    /// Takes the commits of an item collection.
    fn replay(&mut self, pk: &str, commits: Vec<Item>) -> Result<(), Failure>;

    fn write(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError>;

    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<L, A: Stored<L>> AnyKept<L> for Kept<A> {
    fn keys(&self) -> Vec<ItemKey> {
        self.asked.iter().map(A::key).collect()
    }

    fn take(&mut self, items: &HashMap<ItemKey, Item>) -> Result<Vec<String>, serde_dynamo::Error> {
        let (mut outdated, mut left) = (Vec::new(), Vec::new());
        for id in std::mem::take(&mut self.asked) {
            let key = A::key(&id);
            match items.get(&key).map(|item| A::read(&id, item)).transpose()? {
                Some(Read::Found(aggregate, version)) => drop(self.found.insert(id.clone(), (aggregate, version))),
                Some(Read::Absent) | None => {}
                Some(Read::Outdated) => {
                    outdated.push(key.pk);
                    left.push(id);
                    continue;
                }
            }
            self.read.insert(id);
        }
        self.asked = left;
        Ok(outdated)
    }

    fn replay(&mut self, pk: &str, commits: Vec<Item>) -> Result<(), Failure> {
        let Some(index) = self.asked.iter().position(|id| A::key(id).pk == pk) else { return Ok(()) };
        let id = self.asked.remove(index);
        let replayed = A::replay(&id, commits).map_err(Failure::Broken)?;
        self.found.insert(id.clone(), replayed);
        self.read.insert(id);
        Ok(())
    }

    fn write(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        let changed = self.saved.iter().map(|aggregate| {
            let found = self.found.get(&aggregate.id());
            Changed {
                aggregate,
                before: found.map(|(before, _)| before),
                loaded: found.map_or(0, |(_, version)| *version),
            }
        });
        let changed: Vec<_> = changed.collect();
        if changed.is_empty() {
            return Ok(());
        }
        A::write(&changed, transaction)?;
        changed.iter().try_for_each(|changed| deadlines::write::<L, A>(changed, transaction))
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<C: Context, L: 'static> Attempt<C, L> {
    pub(crate) fn new(table: &Table<C, L>, message: &Message) -> Self {
        Self {
            table: table.clone(),
            message: message.clone(),
            inbox_read: false,
            types: Vec::new(),
            required: Vec::new(),
            registered: Vec::new(),
            ended: None,
        }
    }

    /// Why the attempt was interrupted.
    pub(crate) fn ended(self) -> Ended {
        self.ended.unwrap_or_else(|| unreachable!("a unit of work interrupts a command only when it has ended"))
    }

    fn kept<A: Stored<L>>(&mut self) -> &mut Kept<A> {
        let of = TypeId::of::<A>();
        let index = self.types.iter().position(|(other, _)| *other == of).unwrap_or_else(|| {
            let kept = Kept::<A> { asked: Vec::new(), found: HashMap::new(), read: HashSet::new(), saved: Vec::new() };
            self.types.push((of, Box::new(kept)));
            self.types.len() - 1
        });
        let kept = self.types[index].1.as_any_mut().downcast_mut();
        kept.unwrap_or_else(|| unreachable!("aggregates are kept by their type"))
    }

    async fn read_asked(&mut self) -> Result<(), Ended> {
        let mut keys: HashSet<ItemKey> = self.types.iter().flat_map(|(_, kept)| kept.keys()).collect();
        let inbox = (!self.inbox_read).then(|| inbox::key(self.message.id));
        keys.extend(inbox.clone());
        if keys.is_empty() {
            return Ok(());
        }
        let mut items = self.table.read_items(keys).await.map_err(Ended::Failed)?;
        if let Some(inbox) = inbox {
            self.inbox_read = true;
            match inbox::seen(&self.message, items.remove(&inbox)).map_err(failed)? {
                Seen::Nothing => {}
                Seen::Done(answer) => return Err(Ended::Repeated(answer)),
                Seen::Other => return Err(Ended::KeyReused),
            }
        }
        for (_, kept) in &mut self.types {
            for pk in kept.take(&items).map_err(failed)? {
                let commits = self.table.commits_of(&pk).await.map_err(Ended::Failed)?;
                kept.replay(&pk, commits).map_err(Ended::Failed)?;
            }
        }
        Ok(())
    }

    /// The actions that commit everything that has changed, the message's inbox record with them; none when nothing
    /// has changed and nobody could ask for the answer again.
    pub(crate) fn actions(&self, answer: &Answer) -> Result<Vec<TransactWriteItem>, WriteError> {
        let mut transaction = Transaction::new(&self.message, &self.table.ids);
        for (_, kept) in &self.types {
            kept.write(&mut transaction)?;
        }
        if !transaction.is_empty() {
            for required in &self.required {
                transaction.require(required.clone())?;
            }
        }
        if let Some(acceptance) = self.message.completes {
            transaction.push(complete_as_succeeded(self.message.id, acceptance, answer))?;
        }
        if !transaction.is_empty() || self.message.fingerprint.is_some() {
            transaction.push(inbox::record(&self.message, answer)?)?;
        }
        Ok(transaction.actions(&self.table.name))
    }
}

impl<C: Context, L: 'static> UnitOfWork for Attempt<C, L> {
    type Context = C;

    async fn read(&mut self) -> Result<(), Interrupted> {
        self.read_asked().await.map_err(|ended| {
            self.ended = Some(ended);
            Interrupted
        })
    }

    fn registered(&mut self) -> Vec<RegisteredEvent> {
        std::mem::take(&mut self.registered)
    }
}

impl<C: Context, L: 'static, A: Stored<L, Context = C>> Keeps<A> for Attempt<C, L> {
    fn ask(&mut self, id: &A::Id) {
        let kept = self.kept::<A>();
        if !kept.read.contains(id) && !kept.asked.contains(id) {
            kept.asked.push(id.clone());
        }
    }

    fn found(&mut self, id: &A::Id) -> Option<A> {
        let kept = self.kept::<A>();
        match kept.saved.iter().find(|aggregate| aggregate.id() == *id) {
            Some(saved) => Some(saved.clone()).filter(|aggregate| !aggregate.is_deleted()),
            None => kept.found.get(id).map(|(aggregate, _)| aggregate.clone()),
        }
    }

    fn save(&mut self, aggregate: A) {
        let kept = self.kept::<A>();
        let id = aggregate.id();
        let saved = kept.saved.iter_mut().find(|other| other.id() == id);
        let registered = saved.as_ref().map_or(0, |saved| saved.events().len());
        let new: Vec<_> = aggregate.events().iter().skip(registered).cloned().map(RegisteredEvent::new).collect();
        if new.is_empty() {
            return;
        }
        match saved {
            Some(saved) => *saved = aggregate,
            None => kept.saved.push(aggregate),
        }
        self.registered.extend(new);
    }
}

impl<C: Context, L: 'static, K: StoredCondition<L, Context = C>> Requires<K> for Attempt<C, L> {
    fn require(&mut self, condition: K) {
        self.required.push(condition.check());
    }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// The commits of an item collection, oldest first.
    async fn commits_of(&self, pk: &str) -> Result<Vec<Item>, Failure> {
        let mut pages = self
            .client
            .query()
            .table_name(&*self.name)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND begins_with(sk, :commits)")
            .expression_attribute_values(":pk", crate::item::text(pk))
            .expression_attribute_values(":commits", crate::item::text("COMMIT#"))
            .into_paginator()
            .items()
            .send();
        let mut commits = Vec::new();
        while let Some(item) = pages.next().await {
            commits.push(item.map_err(failure::of_call)?);
        }
        Ok(commits)
    }
}

fn failed(error: serde_dynamo::Error) -> Ended {
    Ended::Failed(error.into())
}
