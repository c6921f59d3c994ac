use jiff::{SignedDuration, Timestamp};
use kit_domain::{Context, causes};
use kit_dynamodb::{
    EVENTS, Table,
    log::{LogPage, LogPlace, Logged, StoredEvent, Watermark},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Outgoing, Queues, missing::missing, outgoing};
use crate::{
    Invocation, InvokeError, Runtime, Service, Subscription, TimeBudget,
    again::{doublings, is_due},
    metrics::ReconciliationMetrics,
};

/// The distance to now within which nothing is concluded: the longest timeout of a function, so that every command that
/// has begun has been committed; and five minutes for clocks that differ, an index that is behind its table, and
/// messages that are on their way.
const SETTLING: SignedDuration = SignedDuration::from_mins(5).saturating_add(LONGEST_TIMEOUT);

/// The longest timeout that a function may have in the template.
pub const LONGEST_TIMEOUT: SignedDuration = SignedDuration::from_secs(60);

/// Older events are not looked at: the inbox records of their subscribers have expired.
const OLDEST: SignedDuration = SignedDuration::from_hours(59 * 24);
const _: () = assert!(OLDEST.as_hours() < EVENTS.as_hours());

/// How many commits are looked at at a time.
const PAGE: usize = 500;

/// The shares of an invocation's time after which each of its parts ends: commands, the log from the watermark on, and
/// the log from where an earlier run ended. The next run continues there.
const COMMANDS_END: f64 = 0.2;
const FIRST_PART_ENDS: f64 = 0.45;
const SECOND_PART_ENDS: f64 = 0.65;

/// Until this age a command is sent again at every run.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// How often a run tries to set the watermark back while other runs move it.
const MOST_ATTEMPTS: u32 = 5;

/// The payload: a schedule sends nothing that is needed. An operator sends `since`, so that the log is looked through
/// again from a moment on, because a table was restored.
#[derive(Deserialize)]
struct Run {
    #[serde(default)]
    since: Option<Timestamp>,
}

/// The result of a run.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Done {
    /// Commits that it looked at.
    looked_at: usize,
    /// Events that a subscriber has not handled; each counts once for each subscriber.
    missing: usize,
    /// Events that wait among the dead letters.
    #[serde(rename = "parked")]
    dead_lettered: usize,
    /// Commits that cannot be read.
    unreadable: usize,
    /// Events that it sent again.
    sent: usize,
    /// Commands that are not complete.
    #[serde(rename = "unsettledCommands")]
    incomplete_commands: usize,
    /// Commands that it sent again.
    sent_commands: usize,
    /// How old the oldest incomplete commit is; if there is none, how near to now it looks.
    #[serde(rename = "settledUntilSecondsAgo")]
    complete_until_seconds_ago: i64,
}

/// On a schedule: looks for events of its context that a subscriber has not handled and for commands that were accepted
/// and are not complete, and sends them again. So no outage of stream, relay, queue or schedule loses a message, however
/// long it is.
pub(crate) async fn reconcile_messages<S: Service>(
    service: &S,
    invocation: Invocation<'_>,
) -> Result<Vec<u8>, InvokeError> {
    let Run { since } = serde_json::from_slice(invocation.payload)?;
    let (runtime, table) = (service.runtime(), service.table());
    if let Some(since) = since {
        set_back(table, runtime.clock().now(), since).await?;
    }
    let done = Reconciliation::begin(runtime, table, invocation.budget).await?.run().await?;
    let Done { looked_at, missing, dead_lettered, unreadable, sent, sent_commands, .. } = done;
    let incomplete = done.complete_until_seconds_ago;
    tracing::info!(
        context = S::Context::NAME,
        looked_at,
        missing,
        dead_lettered,
        unreadable,
        sent,
        sent_commands,
        complete_until_seconds_ago = incomplete,
        "reconciled"
    );
    runtime.measure_reconciliation(&ReconciliationMetrics {
        function: S::catalog().mechanism.reconcile_messages(),
        missing: missing + unreadable,
        sent: sent + sent_commands,
        incomplete,
    });
    Ok(serde_json::to_vec(&done)?)
}

/// Sets the watermark back to a moment. It never moves forward here: commits in between would never be looked at.
async fn set_back<C: Context, L: 'static>(
    table: &Table<C, L>,
    now: Timestamp,
    since: Timestamp,
) -> Result<(), InvokeError> {
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

struct Reconciliation<'a, C: Context, L> {
    runtime: &'a Runtime,
    table: &'a Table<C, L>,
    queues: &'a Queues,
    budget: TimeBudget,
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
    /// The place before which everything is complete.
    complete: LogPlace,
    /// Whether everything that was due was sent.
    all_sent: bool,
}

impl<'a, C: Context, L: 'static> Reconciliation<'a, C, L> {
    async fn begin(runtime: &'a Runtime, table: &'a Table<C, L>, budget: TimeBudget) -> Result<Self, InvokeError> {
        let now = runtime.clock().now();
        let before = table.watermark().await?;
        let oldest = now.checked_sub(OLDEST)?;
        let anew = || Watermark { settled: LogPlace::at(oldest), seen: LogPlace::at(oldest), at: oldest };
        let from = before.clone().unwrap_or_else(anew);
        let oldest = LogPlace::at(oldest);
        let from = if from.settled < oldest {
            let context = C::NAME;
            tracing::error!(context, "the log has not been reconciled for so long that inbox records have expired");
            Watermark { settled: oldest.clone(), seen: from.seen.max(oldest), ..from }
        } else {
            from
        };
        let upto = LogPlace::at(now.checked_sub(SETTLING)?);
        let queues = runtime.queues()?;
        Ok(Self { runtime, table, queues, budget, now, upto, before, from, done: Done::default() })
    }

    async fn run(mut self) -> Result<Done, InvokeError> {
        let all_commands_sent = self.send_commands_again().await?;
        let first = self.look_through(self.from.settled.clone(), FIRST_PART_ENDS).await?;
        let mut seen = first.seen.max(self.from.seen.clone());
        let mut all_sent = all_commands_sent && first.all_sent;
        // When an incomplete commit holds the watermark and much has come after it, that is looked at at least once.
        if first.complete < seen && seen < self.upto {
            let rest = self.look_through(seen.clone(), SECOND_PART_ENDS).await?;
            (seen, all_sent) = (rest.seen.max(seen), all_sent && rest.all_sent);
        }
        let ago = self.now.duration_since(first.complete.time()?).as_secs();
        self.done.complete_until_seconds_ago = ago;
        // A message that could not be sent is due at the next run as it was at this one.
        let at = if all_sent { self.now } else { self.from.at };
        let to = Watermark { settled: first.complete, seen, at };
        if !self.table.move_watermark(self.before.as_ref(), &to).await? {
            // Another run did the same at the same time: messages that both sent come twice, which is harmless.
            tracing::warn!("another run has moved the watermark");
        }
        Ok(self.done)
    }

    /// Looks through the log from a place on until a share of the time is over, and sends again what is missing and due.
    async fn look_through(&mut self, from: LogPlace, share: f64) -> Result<Through, InvokeError> {
        let mut through = Through { seen: from.clone(), complete: from, all_sent: true };
        let (mut looked_at, mut stuck) = (0, false);
        while !self.budget.is_spent(share) {
            let LogPage { logged, next } = self.table.commits(&through.seen, &self.upto, PAGE).await?;
            let finished = next.is_none();
            let last = next.unwrap_or_else(|| self.upto.clone().max(through.seen.clone()));
            looked_at += logged.len();
            let (incomplete, unsent) = self.look_at(&through.seen, logged).await?;
            if !stuck {
                stuck = incomplete.is_some();
                through.complete = incomplete.unwrap_or_else(|| last.clone());
            }
            if let Some(before) = unsent {
                // Later messages may be sent again at the next run; an unsent one has to be.
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

    /// Looks at a page of the log. Returns the place before its first incomplete commit, and the one before its first
    /// commit that could not be sent.
    async fn look_at(
        &mut self,
        after: &LogPlace,
        page: Vec<Logged>,
    ) -> Result<(Option<LogPlace>, Option<LogPlace>), InvokeError> {
        let mut before = after.clone();
        let mut places = Vec::with_capacity(page.len());
        let mut events = Vec::new();
        let mut incomplete = None;
        for (place, logged) in page.into_iter().enumerate() {
            places.push(std::mem::replace(&mut before, logged.place.clone()));
            match logged.events {
                Ok(found) => events.extend(found.into_iter().map(|event| (place, event))),
                Err(unreadable) => {
                    self.done.unreadable += 1;
                    // Reported once, as the relay does: somebody has to look at it, and nothing else waits for that.
                    if logged.place > self.from.seen {
                        tracing::error!(place = ?logged.place, cause = causes(&unreadable), "a commit cannot be read");
                        let report = json!({ "unreadableCommit": logged.place });
                        self.queues.report_unrelayed(report.to_string()).await?;
                    }
                }
            }
        }
        let found = missing(self.runtime, C::NAME, events).await?;
        self.done.dead_lettered += found.dead_lettered;
        self.done.missing += found.missing.len();
        let mut messages = Vec::new();
        for (place, event, subscription) in found.missing {
            incomplete.get_or_insert_with(|| places[place].clone());
            let committed = places.get(place + 1).unwrap_or(&before);
            if *committed > self.from.seen || self.is_due(committed.time()?) {
                let nth = doublings(self.now.duration_since(committed.time()?), SETTLING);
                messages.push(self.again(place, &event, subscription, nth.into()));
            }
        }
        let sent = messages.len();
        let failed = self.queues.send(messages).await;
        self.done.sent += sent;
        Ok((incomplete, failed.map(|place| places[place].clone())))
    }

    /// Sends again the commands that were accepted and are not complete. At every run of the first hour, because a
    /// command that is executed after 15 minutes fails, and its sender should see that. Then less and less often.
    async fn send_commands_again(&mut self) -> Result<bool, InvokeError> {
        let mut all_sent = true;
        let mut after = Some(LogPlace::at(Timestamp::UNIX_EPOCH));
        while let Some(place) = after.filter(|_| !self.budget.is_spent(COMMANDS_END)) {
            let page = self.table.incomplete_commands(&place, &self.upto, PAGE).await?;
            self.done.incomplete_commands += page.logged.len();
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
                    let subscriptions = self.runtime.subscriptions_to(C::NAME);
                    for subscription in subscriptions.filter(|subscription| subscription.includes(&event.kind)) {
                        messages.push(self.again(place, &event, subscription, age.as_mins()));
                    }
                }
            }
            self.done.sent_commands += messages.len();
            all_sent &= self.queues.send(messages).await.is_none();
            after = page.next;
        }
        Ok(all_sent)
    }

    /// An event to be sent again for the nth time. Its queue, which accepts each id only once in five minutes, must
    /// accept it whenever it was sent last; but not from two runs at once.
    fn again(&self, place: usize, event: &StoredEvent, subscription: &Subscription, nth: i64) -> Outgoing {
        let message = outgoing(self.queues, place, event, subscription);
        Outgoing { id: format!("{}-again-{nth}", event.id), ..message }
    }

    /// Whether a missing message is sent again: each time that its age has doubled.
    fn is_due(&self, since: Timestamp) -> bool {
        is_due(since, self.from.at, self.now, SETTLING)
    }
}
