//! What must hold when all has been handled, whatever has gone wrong before.

use std::collections::{BTreeMap, BTreeSet};

use functions::PROGRAM;
use jiff::{SignedDuration, Timestamp};
use kit_domain::Clock;
use kit_dynamodb::MessageId;
use serde_json::{Value, json};

use super::books::{Books, Event, text};
use super::diary::{Answered, Kind, Sent};
use super::world::World;

/// How many of those who were answered are asked again.
const ASKED_AGAIN: usize = 25;

/// Whatever does not hold, in words.
pub(super) async fn check(world: &World) -> Vec<String> {
    let platform = &world.platform.platform;
    let mut books = Books::read(platform).await;
    if books.has_acceptance_come_back() {
        // That is for reconciliation to find.
        world.reconcile_later().await;
        books = Books::read(platform).await;
    }
    let mut check = Check { books, now: world.platform.clock.now(), found: Vec::new() };
    check.histories();
    check.trainings();
    check.calendar();
    check.accounts();
    check.posts();
    check.effects();
    check.subscribers();
    check.deactivated(world);
    check.records();
    for sent in world.diary.read() {
        check.sent(&sent);
    }
    check.months(world).await;
    check.repetitions(world).await;
    check.nothing_to_reconcile(world).await;
    check.queues(world).await;
    check.found.extend(world.faults.overtaken());
    check.found
}

struct Check {
    books: Books,
    now: Timestamp,
    found: Vec<String>,
}

/// What a training has become by its events.
struct Told<'b> {
    attendee: &'b str,
    time: &'b str,
    proposed: Option<&'b str>,
    canceled: Option<&'b Event>,
    /// What its attendee has got for it, less what they have paid.
    balance: i64,
    last: &'b Event,
}

impl Check {
    fn expect(&mut self, holds: bool, else_say: impl FnOnce() -> String) {
        if !holds {
            self.found.push(else_say());
        }
    }

    /// No event of an aggregate is missing, and none is there twice.
    fn histories(&mut self) {
        let mut found = Vec::new();
        let sources: BTreeSet<_> = self.books.log.iter().map(|event| event.source.as_str()).collect();
        for source in sources {
            for (subject, history) in self.books.histories(source) {
                let mut next = format!("{:010}.000", 1);
                for event in history {
                    if event.sequence != next {
                        found.push(format!(
                            "{subject}: after {next} was to come, {} {} came",
                            event.sequence, event.kind
                        ));
                    }
                    next = event.next();
                }
            }
        }
        self.found.extend(found);
    }

    /// Each training is what its events say, and so is its place in its attendee's list.
    fn trainings(&mut self) {
        let mut found = Vec::new();
        let mut hours: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, history) in self.books.histories("/workouts/trainings") {
            let told = Told::of(&history);
            let pk = format!("{}#TRAINING#{id}", history[0].text("trainer"));
            let Some(state) = self.books.item(&pk, "STATE") else {
                found.push(format!("training {id} has a history and no state"));
                continue;
            };
            let (status, list) =
                if told.canceled.is_some() { ("canceled", "CANCELED") } else { ("scheduled", "SCHEDULED") };
            let stated = (text(&state["time"]), text(&state["status"]), state["proposal"]["time"].as_str());
            if stated != (told.time, status, told.proposed) || state["version"] != json!(told.last.version()) {
                found.push(format!(
                    "training {id} is {stated:?}, and by its events {:?}",
                    (told.time, status, told.proposed)
                ));
            }
            let entries: Vec<_> =
                self.books.items("USER#", "").filter(|item| item["id"] == id && item["time"].is_string()).collect();
            let place = format!("{list}#{}#{id}", told.time);
            if let [entry] = entries[..] {
                let shared = ["attendee", "time", "notes", "status", "proposal", "canceledAt", "canceledBy"];
                let differs = shared.iter().find(|name| entry[**name] != state[**name]);
                if entry["pk"] != format!("USER#{}", told.attendee) || entry["sk"] != place || differs.is_some() {
                    found.push(format!("training {id} is listed by its attendee as {entry}, and is {state}"));
                }
            } else {
                found.push(format!("training {id} is listed {} times by its attendee", entries.len()));
            }
            if told.canceled.is_none()
                && let Some(other) = hours.insert(told.time, id)
            {
                found.push(format!("the hour {} has two trainings: {other} and {id}", told.time));
            }
            if let Some(canceled) = told.canceled {
                found.extend(self.is_wrongly_late(canceled));
            }
        }
        self.found.extend(found);
    }

    fn is_wrongly_late(&self, canceled: &Event) -> Option<String> {
        let attendee = canceled.text("attendee");
        let deactivated =
            self.books.log.iter().find(|event| event.kind == "user.deactivated.v1" && event.subject == attendee);
        let at = if canceled.text("by") == "system" { deactivated?.time } else { canceled.time };
        let time: Timestamp = canceled.text("time").parse().unwrap();
        let late = time.duration_since(at) < SignedDuration::from_hours(24);
        (canceled.data["late"] != json!(late))
            .then(|| format!("{} was canceled late: {late}, and not as told", canceled.subject))
    }

    /// Each hour is what its events say, and is taken exactly when a training stands there.
    fn calendar(&mut self) {
        let mut found = Vec::new();
        let mut stored: BTreeMap<String, &Value> = BTreeMap::new();
        for day in self.books.items("", "STATE#") {
            let date = text(&day["sk"]).trim_start_matches("STATE#");
            for (name, hour) in day.as_object().unwrap().iter().filter(|(_, hour)| hour["status"].is_string()) {
                stored.insert(format!("{date}T{}:00:00Z", &name[1..]), hour);
            }
        }
        let mut by_trainings: BTreeMap<String, String> = BTreeMap::new();
        for (id, history) in self.books.histories("/workouts/trainings") {
            let told = Told::of(&history);
            if told.canceled.is_none() {
                by_trainings.insert(told.time.to_owned(), id.to_owned());
            }
        }
        let histories = self.books.histories("/workouts/trainer");
        let histories: BTreeMap<&str, &Vec<&Event>> =
            histories.iter().map(|(subject, history)| (subject.split_once('/').unwrap().1, history)).collect();
        let hours: BTreeSet<&str> = stored.keys().map(String::as_str).chain(histories.keys().copied()).collect();
        for hour in hours {
            let told = histories.get(hour).and_then(|history| history.last()).map(|last| {
                let status = match last.word() {
                    "hour.made-available" | "hour.freed" => "available",
                    "hour.made-unavailable" => "not_available",
                    _ => "training_scheduled",
                };
                (status, last.version(), (status == "training_scheduled").then(|| last.text("training")))
            });
            let stated = stored
                .get(hour)
                .map(|hour| (text(&hour["status"]), hour["version"].as_u64().unwrap_or(0), hour["training"].as_str()));
            if told != stated {
                found.push(format!("the hour {hour} is {stated:?}, and by its events {told:?}"));
            }
            let (taken, stands) = (stated.and_then(|(.., training)| training), by_trainings.remove(hour));
            if taken != stands.as_deref() {
                found.push(format!("the hour {hour} is taken by {taken:?}, and there stands {stands:?}"));
            }
        }
        found.extend(
            by_trainings.into_iter().map(|(hour, id)| format!("training {id} stands at {hour}, which nobody has set")),
        );
        self.found.extend(found);
    }

    /// A balance is the sum of the account's entries, and of what was given and what each training took and
    /// gave by the rules; it never was negative.
    fn accounts(&mut self) {
        let mut found = Vec::new();
        let mut by_trainings: BTreeMap<&str, i64> = BTreeMap::new();
        for history in self.books.histories("/workouts/trainings").values() {
            let told = Told::of(history);
            *by_trainings.entry(told.attendee).or_default() += told.balance;
        }
        for (attendee, history) in self.books.histories("/workouts/credits") {
            let (mut balance, mut given) = (0, 0);
            for entry in &history {
                let amount = entry.number("amount");
                let change =
                    if matches!(entry.word(), "credits.granted" | "credits.refunded") { amount } else { -amount };
                balance += change;
                if matches!(entry.word(), "credits.granted" | "credits.taken-back") {
                    given += change;
                }
                if balance < 0 || entry.number("balance") != balance {
                    found.push(format!(
                        "account {attendee}: after {} there are {balance}, and it says {}",
                        entry.sequence, entry.data
                    ));
                }
            }
            let trainings = by_trainings.remove(attendee).unwrap_or(0);
            if given + trainings != balance {
                found.push(format!(
                    "account {attendee} has {balance}, and was given {given}, and trainings make {trainings}"
                ));
            }
            for pk in [format!("CREDITS#{attendee}"), format!("USER#{attendee}")] {
                let stated = self.books.item(&pk, "STATE").map_or(Value::Null, |state| state["balance"].clone());
                if stated != json!(balance) {
                    found.push(format!("{pk} tells a balance of {stated}, and its entries {balance}"));
                }
            }
        }
        found.extend(
            by_trainings.into_iter().map(|(attendee, balance)| format!("{attendee} paid {balance} without an account")),
        );
        self.found.extend(found);
    }

    /// A post is there with its entry until it is deleted, and then neither is.
    fn posts(&mut self) {
        let mut found = Vec::new();
        for (id, history) in self.books.histories("/community/posts") {
            let deleted = history.iter().filter(|event| event.word() == "post.deleted").count();
            let states = usize::from(self.books.item(&format!("POST#{id}"), "STATE").is_some());
            let entries = self.books.items("AUTHOR#", "POST#").filter(|item| item["id"] == id).count();
            if (history.len(), states, entries) != (1 + deleted, 1 - deleted.min(1), 1 - deleted.min(1)) || deleted > 1
            {
                found.push(format!(
                    "post {id} was deleted {deleted} times, and is there {states}, listed {entries} times"
                ));
            }
        }
        self.found.extend(found);
    }

    /// Whatever a message has done is one thing that can be done, and is done once.
    fn effects(&mut self) {
        let mut found = Vec::new();
        for (message, events) in self.books.effects() {
            let mut words: Vec<_> = events.iter().map(|event| event.word()).collect();
            words.sort_unstable();
            let subjects: BTreeSet<_> = events.iter().map(|event| &event.subject).collect();
            let whole = match words[..] {
                ["credits.spent", "hour.booked", "training.scheduled"]
                | ["hour.booked", "hour.freed", "training.rescheduled"]
                | ["hour.booked", "hour.freed", "training.reschedule-approved", "training.rescheduled"]
                | ["hour.freed", "training.canceled"]
                | ["credits.refunded", "hour.freed", "training.canceled"]
                | ["hour.freed", "training.attendee-forgotten", "training.canceled"]
                | ["credits.refunded", "hour.freed", "training.attendee-forgotten", "training.canceled"]
                | [
                    "training.reschedule-requested"
                    | "training.reschedule-rejected"
                    | "training.attendee-forgotten"
                    | "credits.granted"
                    | "credits.taken-back"
                    | "user.registered"
                    | "user.deactivated"
                    | "post.published"
                    | "author.closed",
                ] => true,
                ["hour.made-available" | "hour.made-unavailable" | "post.deleted", ..] => {
                    words.iter().all(|word| *word == words[0]) && subjects.len() == words.len()
                }
                _ => false,
            };
            if !whole {
                found.push(format!("message {message} has done {words:?}, which is not one thing done once"));
            }
        }
        self.found.extend(found);
    }

    /// Every event has been taken by each of its subscribers.
    fn subscribers(&mut self) {
        let mut found = Vec::new();
        for event in &self.books.log {
            for subscription in PROGRAM.subscriptions().iter().filter(|one| one.includes(&event.kind)) {
                let taken = match subscription.subscriber() {
                    // What it was told last is checked below.
                    "report-trainings" => true,
                    "cancel-trainings-of-deactivated-user"
                    | "clear-names-of-deactivated-user"
                    | "delete-posts-of-deactivated-user" => {
                        let noted = MessageId::of_event(event.id, subscription.subscriber());
                        self.books.item(&format!("INBOX#{noted}"), "RECORD").is_some()
                    }
                    other => panic!("how is it seen that {other} has taken {}?", event.kind),
                };
                if !taken {
                    found.push(format!(
                        "{} {} of {} was not taken by {}",
                        event.kind,
                        event.sequence,
                        event.subject,
                        subscription.subscriber()
                    ));
                }
            }
        }
        for (id, history) in self.books.histories("/workouts/trainings") {
            let next = history.last().map(|last| last.next());
            let reported = self.books.items("", "REPORTED").find(|item| text(&item["pk"]).ends_with(id));
            let waits_for = reported.map(|item| text(&item["next"]).to_owned());
            if waits_for != next {
                found.push(format!(
                    "report-trainings waits for {waits_for:?} of training {id}, and its log goes on with {next:?}"
                ));
            }
        }
        self.found.extend(found);
    }

    /// Of who has closed their account nothing is left but their id.
    fn deactivated(&mut self, world: &World) {
        let mut found = Vec::new();
        for (id, history) in self.books.histories("/workouts/users") {
            let deactivations = history.iter().filter(|event| event.word() == "user.deactivated").count();
            let state = self.books.item(&format!("USER#{id}"), "STATE").unwrap();
            if deactivations != usize::from(state["deactivatedAt"].is_string()) {
                found.push(format!("user {id} was deactivated {deactivations} times, and is {state}"));
            }
            if deactivations == 0 {
                continue;
            }
            let user = world.users.iter().find(|user| user.id.to_string() == id).unwrap();
            let left = self.books.items.iter().find(|item| item.to_string().contains(&user.name));
            if let Some(item) = left {
                found.push(format!("{} has closed their account and is still named: {item}", user.name));
            }
            let deactivated = history.iter().find(|event| event.word() == "user.deactivated").unwrap();
            let since = self.books.place(deactivated);
            for (message, events) in self.books.effects() {
                // What the trainer proposes, or turns down, changes nothing that the system does not end.
                let is_talk = |event: &Event| {
                    ["training.reschedule-requested", "training.reschedule-rejected"].contains(&event.word())
                        && event.text("by") == "trainer"
                };
                let is_later = |event: &&&Event| event.text("attendee") == id && self.books.place(event) > since;
                let later = events.iter().find(is_later).filter(|event| !is_talk(event));
                let follows = events.iter().any(|event| event.word() == "training.attendee-forgotten");
                if let Some(event) = later
                    && !follows
                {
                    found.push(format!("{id} has closed their account, and then message {message} did {}", event.kind));
                }
            }
            let published = |event: &&Event| event.word() == "post.published" && event.text("author") == id;
            let kept = self
                .books
                .log
                .iter()
                .filter(published)
                .find(|event| self.books.item(&format!("POST#{}", event.subject), "STATE").is_some());
            if let Some(post) = kept {
                found.push(format!("{id} has closed their account, and post {} is still there", post.subject));
            }
            for training in self.books.items("", "STATE").filter(|item| item["attendee"]["id"] == id) {
                let time: Timestamp = text(&training["time"]).parse().unwrap();
                let upcoming = training["status"] == "scheduled" && time > self.now;
                if upcoming || !text(&training["notes"]).is_empty() || !training["attendee"]["name"].is_null() {
                    found.push(format!("{id} has closed their account, and there is still {training}"));
                }
            }
        }
        self.found.extend(found);
    }

    /// Every command that was accepted is settled, and keeps nothing of what was in it.
    fn records(&mut self) {
        let mut found = Vec::new();
        for record in self.books.items("COMMAND#", "") {
            let well = match text(&record["status"]) {
                "succeeded" => record["problem"].is_null(),
                "failed" => record["problem"].is_string() && !text(&record["problem"]).contains("internal-error"),
                _ => false,
            };
            if !well || ["request", "events", "list"].iter().any(|name| !record[*name].is_null()) {
                found.push(format!("a command is not settled as it should be: {record}"));
            }
        }
        let mut before: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        for said in &self.books.commands {
            let now = (text(&said["status"]), text(&said["acceptance"]));
            let was = before.insert(text(&said["pk"]), now);
            let follows = match (was, now) {
                (None, ("accepted", _)) => true,
                (Some(("accepted", before)), ("succeeded" | "failed", now)) => before == now,
                (Some(("failed", before)), ("accepted", now)) => before != now,
                _ => false,
            };
            if !follows {
                found.push(format!("{} was {was:?} and then {now:?}, which is not settled once", said["pk"]));
            }
        }
        self.found.extend(found);
    }

    /// What a sender was told has happened, and nothing else, and once.
    fn sent(&mut self, sent: &Sent) {
        let is_effect =
            |event: &&Event| event.correlation == sent.correlation || Some(&event.causation) == sent.message().as_ref();
        // What follows from a deactivation is joined with it, and done by others.
        let is_own = |event: &&Event| sent.kind.event() != "user.deactivated.v1" || event.kind == sent.kind.event();
        let events: Vec<Event> = self.books.log.iter().filter(is_effect).filter(is_own).cloned().collect();
        let causes: BTreeSet<_> = events.iter().map(|event| &event.causation).collect();
        let happened = events.iter().find(|event| event.kind == sent.kind.event());
        let what =
            || format!("{:?} {} {} of {}, {:?}", sent.kind, sent.path, sent.body, sent.correlation, sent.answers);
        self.expect(causes.len() <= 1, || format!("was done {} times: {}", causes.len(), what()));
        self.expect(happened.is_some() || events.is_empty(), || format!("has done something else: {}", what()));

        let status = self.status(sent);
        let nothing_to_do = happened.is_none() && sent.kind.may_change_nothing();
        let (done, failed) = (sent.is_done() || status == "succeeded", status == "failed");
        self.expect(!done || happened.is_some() || nothing_to_do, || {
            format!("was said to be done, and is not ({status}): {}", what())
        });
        let all_refused = sent.answers.iter().all(|(_, answered)| matches!(answered, Answered::Refused(_)));
        self.expect(!all_refused || happened.is_none(), || format!("was refused, and is done: {}", what()));
        let only_put_off = sent.answers.iter().all(|(put_off, _)| *put_off);
        self.expect(!(only_put_off && failed && happened.is_some()), || format!("has failed, and is done: {}", what()));
        // The community hears of it later.
        let may_be_done = !sent.after_closing || sent.kind == Kind::Publish;
        self.expect(may_be_done || !(done || happened.is_some()), || {
            format!("was done for a closed account: {}", what())
        });

        let mut places = BTreeSet::new();
        for (_, answered) in &sent.answers {
            match answered {
                Answered::Done(place) => _ = places.insert(place.clone()),
                Answered::Broken => self.expect(false, || format!("something is broken: {}", what())),
                Answered::Refused(slug) if sent.after_closing => {
                    let may_be = ["account-deactivated", "hour-in-past"].contains(&slug.as_str());
                    self.expect(may_be, || format!("was refused otherwise than for its closed account: {}", what()));
                }
                Answered::Refused(_) | Answered::Accepted(_) | Answered::Unknown => {}
            }
        }
        let is_known = sent.key.is_none() || sent.answers.iter().any(|(_, answered)| *answered != Answered::Unknown);
        self.expect(is_known, || format!("is not answered although nothing goes wrong any more: {}", what()));
        self.expect(places.len() <= 1, || format!("was answered in different ways: {}", what()));
        let Some(happened) = happened else { return };
        for place in places.into_iter().flatten() {
            self.expect(place.ends_with(&happened.subject), || format!("is at {}: {}", happened.subject, what()));
        }
        for name in ["amount", "time"] {
            let (asked, done) = (&sent.body[name], &happened.data[name]);
            // The time of a move or a proposal is called otherwise.
            let same =
                asked == done || asked.is_null() || [&happened.data["to"], &happened.data["proposed"]].contains(&asked);
            self.expect(same, || format!("has done {done}: {}", what()));
        }
    }

    /// What the record of a command says that was put off.
    fn status(&self, sent: &Sent) -> String {
        let told = sent.answers.iter().find_map(|(_, answered)| match answered {
            Answered::Accepted(location) => location.rsplit('/').next().map(ToOwned::to_owned),
            _ => None,
        });
        let record = sent.message().or(told).and_then(|id| self.books.item(&format!("COMMAND#{id}"), "COMMAND"));
        record.map_or_else(String::new, |record| text(&record["status"]).to_owned())
    }

    /// A month's report is what the trainings' own events add up to.
    async fn months(&mut self, world: &World) {
        for month in ["2027-03", "2027-04", "2027-05"] {
            let computed = reported(&self.books, month);
            let mut told = world.told(&format!("/api/trainer/report?month={month}")).await.json();
            told.as_object_mut().unwrap().remove("asOf");
            self.expect(told == computed, || format!("the report says {told}, and the trainings' events {computed}"));
        }
    }

    /// Who asks again is answered as the first time.
    async fn repetitions(&mut self, world: &World) {
        let diary = world.diary.read();
        let done = diary.iter().filter(|sent| sent.key.is_some() && sent.is_done());
        for sent in done.take(ASKED_AGAIN) {
            let first = sent
                .answers
                .iter()
                .map(|(_, answered)| answered)
                .find(|answered| matches!(answered, Answered::Done(_)));
            let again = world.again(sent).await;
            self.expect(first == Some(&again), || format!("{first:?} was the answer, and now is {again:?}: {sent:?}"));
        }
    }

    /// Whoever looks for what was lost finds nothing.
    async fn nothing_to_reconcile(&mut self, world: &World) {
        for (function, answer) in world.reconcile_later().await {
            let answer = answer.unwrap_or_default();
            for count in ["missing", "parked", "unreadable", "unsettledCommands"] {
                let lost = &answer[count];
                self.expect(*lost == 0, || format!("{function} says that {count} is {lost}"));
            }
        }
    }

    /// Nothing waits, and nothing was given up that could have been handled.
    async fn queues(&mut self, world: &World) {
        let sqs = world.platform.platform.sqs();
        for queue in sqs.list_queues().send().await.unwrap().queue_urls() {
            let received = sqs.receive_message().queue_url(queue).message_attribute_names("All").send().await.unwrap();
            for message in received.messages() {
                let reason = message.message_attributes().and_then(|attributes| attributes.get("reason"));
                let reason = reason.and_then(|reason| reason.string_value()).unwrap_or("no reason");
                self.found.push(format!("in {queue} is left, for {reason}: {}", message.body().unwrap_or_default()));
            }
        }
    }
}

/// What a month's report has to say by the events of all trainings.
pub(super) fn reported(books: &Books, month: &str) -> Value {
    let (mut standing, mut moved, mut by_attendee, mut by_trainer, mut late) = (0, 0, 0, 0, 0);
    let mut attendees: BTreeMap<&str, u64> = BTreeMap::new();
    for history in books.histories("/workouts/trainings").values() {
        let told = Told::of(history);
        let mut time = history[0].text("time");
        for event in history.iter().filter(|event| event.word() == "training.rescheduled") {
            moved += u64::from(time.starts_with(month));
            time = event.text("to");
        }
        if !time.starts_with(month) {
            continue;
        }
        match told.canceled {
            None => {
                standing += 1;
                *attendees.entry(told.attendee).or_default() += 1;
            }
            Some(canceled) => {
                by_attendee += u64::from(canceled.text("by") == "attendee");
                by_trainer += u64::from(canceled.text("by") == "trainer");
                late += u64::from(canceled.data["late"] == json!(true));
            }
        }
    }
    let attendees: Vec<_> =
        attendees.iter().map(|(id, standing)| json!({"userUuid": id, "standing": standing})).collect();
    json!({
        "month": month, "standing": standing, "moved": moved, "canceledByAttendee": by_attendee,
        "canceledByTrainer": by_trainer, "canceledLate": late, "attendees": attendees,
    })
}

impl<'b> Told<'b> {
    fn of(history: &[&'b Event]) -> Self {
        let (first, last) = (history[0], history[history.len() - 1]);
        let mut told = Self {
            attendee: first.text("attendee"),
            time: first.text("time"),
            proposed: None,
            canceled: None,
            balance: -1,
            last,
        };
        for event in history.iter().copied() {
            match event.word() {
                "training.reschedule-requested" => told.proposed = Some(event.text("proposed")),
                "training.reschedule-rejected" => told.proposed = None,
                "training.rescheduled" => (told.time, told.proposed) = (event.text("to"), None),
                "training.canceled" => {
                    (told.canceled, told.proposed) = (Some(event), None);
                    told.balance += match (event.data["late"] == json!(true), event.text("by")) {
                        (false, _) => 1,
                        (true, "trainer") => 2,
                        (true, _) => 0,
                    };
                }
                _ => {}
            }
        }
        told
    }
}
