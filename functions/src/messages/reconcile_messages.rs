use std::time::Duration;

use adapters::{
    causes,
    messages::{LogPage, LogPlace, Logged, Outgoing, Queues, StoredEvent, Watermark},
    store::{EVENTS, Table},
};
use domain::{
    Books,
    subscriptions::{Subscription, subscriptions_to},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::Instant;

use super::{missing::missing, outgoing::outgoing};
use crate::{Dependencies, Function, InvokeError, metrics::ReconciliationMetrics};

/// On a schedule: looks for events that a subscriber has not taken and for commands that were accepted and not
/// settled, and sends them again. So no outage of stream, relay, queue or schedule loses a message, however
/// long it is.
pub static RECONCILE_MESSAGES: Function =
    Function::trigger("reconcile-messages", |dependencies, payload| Box::pin(handle(dependencies, payload)));

/// How near to now nothing is concluded: the longest timeout of a function, so that what has begun has been
/// committed; and five minutes for clocks that differ, an index that is behind its table, and messages that are
/// simply on their way.
const SETTLING: SignedDuration = SignedDuration::from_mins(5).saturating_add(LONGEST_TIMEOUT);

/// The longest timeout that a function in template.yaml may have.
pub const LONGEST_TIMEOUT: SignedDuration = SignedDuration::from_secs(60);

/// Of what is older nobody can tell any more whether it was taken: inbox records expire.
const OLDEST: SignedDuration = SignedDuration::from_hours(59 * 24);
const _: () = assert!(OLDEST.as_hours() < EVENTS.as_hours());

/// How many commits are looked at at a time.
const PAGE: usize = 500;

/// How many commits, and how long, a run looks through at most, twice for each set of books. The next goes on
/// from there.
const MOST_COMMITS: usize = 20_000;
const MOST_TIME: Duration = Duration::from_secs(10);

/// Until what age a command is sent again at every run.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// How often the watermark is tried to be put back when other runs move it.
const MOST_ATTEMPTS: u32 = 5;

/// What a schedule sends, of which nothing is needed; or an operator, who wants the log to be looked through
/// anew from a moment on, because a table was restored.
#[derive(Deserialize)]
struct Run {
    #[serde(default)]
    since: Option<Timestamp>,
}

/// What a run did to one set of books.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Done {
    /// Commits that it looked at.
    looked_at: usize,
    /// Events that a subscriber of theirs has not taken; each counts for each subscriber.
    missing: usize,
    /// Events that wait among the dead letters.
    parked: usize,
    /// Commits that cannot be read.
    unreadable: usize,
    /// Events that it sent again.
    sent: usize,
    /// Commands that were not settled.
    unsettled_commands: usize,
    /// Commands that it sent again.
    sent_commands: usize,
    /// How old the oldest is that is not settled; if there is none, how near to now it looks.
    settled_until_seconds_ago: i64,
}

/// The books are looked through independently: what stands in the way of one must not hold up the other. Then
/// it fails all the same, so that somebody is told.
async fn handle(dependencies: &Dependencies, payload: &[u8]) -> Result<Vec<u8>, InvokeError> {
    let Run { since } = serde_json::from_slice(payload)?;
    let (mut done, mut failed) = (serde_json::Map::new(), None);
    for books in Books::ALL {
        let reconciled = match reconcile(dependencies, books, since).await {
            Ok(reconciled) => reconciled,
            Err(error) => {
                tracing::error!(?books, cause = causes(&*error), "not reconciled");
                failed = Some(error);
                continue;
            }
        };
        let Done { looked_at, missing, parked, unreadable, sent, sent_commands, settled_until_seconds_ago, .. } =
            reconciled;
        tracing::info!(
            ?books,
            looked_at,
            missing,
            parked,
            unreadable,
            sent,
            sent_commands,
            settled_until_seconds_ago,
            "reconciled"
        );
        dependencies.measure_reconciliation(&ReconciliationMetrics {
            missing: missing + unreadable,
            sent: sent + sent_commands,
            unsettled: settled_until_seconds_ago,
        });
        let serde_json::Value::String(name) = serde_json::to_value(books)? else { continue };
        done.insert(name, serde_json::to_value(reconciled)?);
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(serde_json::to_vec(&done)?),
    }
}

async fn reconcile(dependencies: &Dependencies, books: Books, since: Option<Timestamp>) -> Result<Done, InvokeError> {
    if let Some(since) = since {
        put_back(dependencies, books, since).await?;
    }
    Reconciliation::begin(dependencies, books).await?.run().await
}

/// Puts the watermark back to a moment; never forward, or what lies between would never be looked at.
async fn put_back(dependencies: &Dependencies, books: Books, since: Timestamp) -> Result<(), InvokeError> {
    let (table, now) = (dependencies.table(books), dependencies.clock.now());
    if since > now.checked_sub(SETTLING)? {
        return Err("since must be at least six minutes ago: what is nearer is not looked through yet".into());
    }
    for _ in 0..MOST_ATTEMPTS {
        let before = table.watermark().await?;
        let back = |place: &LogPlace| place.clone().min(LogPlace::at(since));
        let to = match &before {
            None => Watermark { settled: LogPlace::at(since), seen: LogPlace::at(since), at: since },
            Some(before) => Watermark { settled: back(&before.settled), seen: back(&before.seen), at: before.at },
        };
        if table.move_watermark(before.as_ref(), &to).await? {
            return Ok(());
        }
    }
    Err("another run moves the watermark again and again".into())
}

struct Reconciliation<'a> {
    dependencies: &'a Dependencies,
    table: &'a Table,
    queues: Queues,
    now: Timestamp,
    upto: LogPlace,
    before: Option<Watermark>,
    from: Watermark,
    done: Done,
}

/// How far a part of the log was looked through.
struct Through {
    /// The last place that was looked at.
    seen: LogPlace,
    /// The place before which everything is settled.
    settled: LogPlace,
    /// Whether all that had to be sent was sent.
    all_sent: bool,
}

impl<'a> Reconciliation<'a> {
    async fn begin(dependencies: &'a Dependencies, books: Books) -> Result<Self, InvokeError> {
        let (table, now) = (dependencies.table(books), dependencies.clock.now());
        let before = table.watermark().await?;
        let oldest = now.checked_sub(OLDEST)?;
        let anew = || Watermark { settled: LogPlace::at(oldest), seen: LogPlace::at(oldest), at: oldest };
        let from = before.clone().unwrap_or_else(anew);
        let oldest = LogPlace::at(oldest);
        let from = if from.settled < oldest {
            tracing::error!(?books, "the log has not been reconciled for so long that inbox records have expired");
            Watermark { settled: oldest.clone(), seen: from.seen.max(oldest), ..from }
        } else {
            from
        };
        let upto = LogPlace::at(now.checked_sub(SETTLING)?);
        let queues = Queues::new(&dependencies.aws);
        Ok(Self { dependencies, table, queues, now, upto, before, from, done: Done::default() })
    }

    async fn run(mut self) -> Result<Done, InvokeError> {
        let all_commands_sent = self.send_commands_again().await?;
        let first = self.look_through(self.from.settled.clone()).await?;
        let mut seen = first.seen.max(self.from.seen.clone());
        let mut all_sent = all_commands_sent && first.all_sent;
        // If something stands in the watermark's way and much has come after it, that is looked at at least once.
        if first.settled < seen && seen < self.upto {
            let rest = self.look_through(seen.clone()).await?;
            (seen, all_sent) = (rest.seen.max(seen), all_sent && rest.all_sent);
        }
        let ago = self.now.duration_since(first.settled.time()?).as_secs();
        self.done.settled_until_seconds_ago = ago;
        // What could not be sent is due at the next run as it was at this one.
        let at = if all_sent { self.now } else { self.from.at };
        let to = Watermark { settled: first.settled, seen, at };
        if !self.table.move_watermark(self.before.as_ref(), &to).await? {
            // Another run did the same at the same time: what both sent comes twice, which is harmless.
            tracing::warn!("another run has moved the watermark");
        }
        Ok(self.done)
    }

    /// Looks through the log from a place on, and sends again what is missing and due.
    async fn look_through(&mut self, from: LogPlace) -> Result<Through, InvokeError> {
        let mut through = Through { seen: from.clone(), settled: from, all_sent: true };
        let (begun, mut looked_at, mut stuck) = (Instant::now(), 0, false);
        while looked_at < MOST_COMMITS && begun.elapsed() < MOST_TIME {
            let LogPage { logged, next } = self.table.commits(&through.seen, &self.upto, PAGE).await?;
            let finished = next.is_none();
            let last = next.unwrap_or_else(|| self.upto.clone().max(through.seen.clone()));
            looked_at += logged.len();
            let (settled, unsent) = self.look_at(&through.seen, logged).await?;
            if !stuck {
                stuck = settled.is_some();
                through.settled = settled.unwrap_or_else(|| last.clone());
            }
            if let Some(before) = unsent {
                // What comes after it may be sent again at the next run; what was never sent has to be.
                through.seen = before;
                through.all_sent = false;
                break;
            }
            through.seen = last;
            if finished {
                break;
            }
        }
        self.done.looked_at += looked_at;
        Ok(through)
    }

    /// Looks at a page of the log. Tells the place before its first commit that is not settled, and the one
    /// before its first that could not be sent.
    async fn look_at(
        &mut self,
        after: &LogPlace,
        page: Vec<Logged>,
    ) -> Result<(Option<LogPlace>, Option<LogPlace>), InvokeError> {
        let mut before = after.clone();
        let mut places = Vec::with_capacity(page.len());
        let mut events = Vec::new();
        let mut settled = None;
        for (place, logged) in page.into_iter().enumerate() {
            places.push(std::mem::replace(&mut before, logged.place.clone()));
            match logged.events {
                Ok(found) => events.extend(found.into_iter().map(|event| (place, event))),
                Err(unreadable) => {
                    self.done.unreadable += 1;
                    // Once, as the relay would: then somebody has to look at it, and nothing else waits for that.
                    if logged.place > self.from.seen {
                        tracing::error!(place = ?logged.place, cause = causes(&unreadable), "a commit cannot be read");
                        let signal = json!({ "unreadableCommit": logged.place });
                        let queue = self.dependencies.settings.unrelayed_records()?;
                        self.queues.signal(queue, signal.to_string()).await?;
                    }
                }
            }
        }
        let found = missing(self.dependencies, events).await?;
        self.done.parked += found.parked;
        self.done.missing += found.missing.len();
        let mut messages = Vec::new();
        for (place, event, subscription) in found.missing {
            settled.get_or_insert_with(|| places[place].clone());
            let committed = places.get(place + 1).unwrap_or(&before);
            if *committed > self.from.seen || self.is_due(committed.time()?) {
                let nth = doublings(self.now.duration_since(committed.time()?));
                messages.push(self.again(place, &event, subscription, nth.into())?);
            }
        }
        let sent = messages.len();
        let failed = self.queues.send(messages).await;
        self.done.sent += sent;
        Ok((settled, failed.map(|place| places[place].clone())))
    }

    /// Sends again what was accepted and is not settled: at every run of the first hour, because after 15 minutes it
    /// fails when it is taken up, and its sender is to be told; then, if even that does not help, less and less.
    async fn send_commands_again(&mut self) -> Result<bool, InvokeError> {
        let (begun, mut all_sent) = (Instant::now(), true);
        let mut after = Some(LogPlace::at(Timestamp::UNIX_EPOCH));
        while let Some(place) = after.filter(|_| begun.elapsed() < MOST_TIME) {
            let page = self.table.unsettled_commands(&place, &self.upto, PAGE).await?;
            self.done.unsettled_commands += page.logged.len();
            let mut messages = Vec::new();
            for (place, logged) in page.logged.into_iter().enumerate() {
                let accepted = logged.place.time()?;
                let age = self.now.duration_since(accepted);
                if age > AN_HOUR && !self.is_due(accepted) {
                    continue;
                }
                let Ok(events) = logged.events else {
                    tracing::error!(place = ?logged.place, "an accepted command cannot be read");
                    self.done.unreadable += 1;
                    continue;
                };
                for event in events {
                    for subscription in subscriptions_to(&event.kind) {
                        messages.push(self.again(place, &event, subscription, age.as_mins())?);
                    }
                }
            }
            self.done.sent_commands += messages.len();
            all_sent &= self.queues.send(messages).await.is_none();
            after = page.next;
        }
        Ok(all_sent)
    }

    /// An event to be sent again for the nth time. Its queue, which takes each message once in five minutes only,
    /// must take it whenever it was sent last; but not from two runs at once.
    fn again(
        &self,
        place: usize,
        event: &StoredEvent,
        subscription: &Subscription,
        nth: i64,
    ) -> Result<Outgoing, InvokeError> {
        let message = outgoing(&self.dependencies.settings, place, event, subscription)?;
        Ok(Outgoing { id: format!("{}-again-{nth}", event.id), ..message })
    }

    /// Whether something that is missing is to be sent again: each time that its age has doubled since it was.
    fn is_due(&self, since: Timestamp) -> bool {
        doublings(self.now.duration_since(since)) > doublings(self.from.at.duration_since(since))
    }
}

/// How often the time after which something counts as lost fits into an age by doubling.
fn doublings(age: SignedDuration) -> u32 {
    let times = age.as_secs() / SETTLING.as_secs();
    u64::try_from(times).unwrap_or_default().checked_ilog2().map_or(0, |doublings| doublings + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_missing_is_sent_again_at_twice_the_age_each_time() {
        let minutes = SignedDuration::from_mins;
        let sent = (0..=120).filter(|age| doublings(minutes(*age)) > doublings(minutes(age - 1))).collect::<Vec<_>>();
        assert_eq!(sent, [6, 12, 24, 48, 96]);
    }
}
