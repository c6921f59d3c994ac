//! Who does what: users who send random commands over HTTP, in whatever way a client can.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use futures_util::future::{join, join_all};
use jiff::{SignedDuration, Timestamp};
use kit_domain::Clock;
use local::seed;
use serde_json::{Value, json};
use tokio::task::yield_now;
use uuid::Uuid;

use super::diary::{Answered, Diary, Kind, Sent};
use super::dice::Dice;
use super::faults::Faults;
use crate::support::{Answer, SetClock, TestPlatform, Wire};

/// When it begins: the last Monday of a month, so that trainings move to the next.
const BEGINNING: &str = "2027-03-29T10:30:00Z";
/// Who attends; two of them there is demo data of.
const ATTENDEES: usize = 5;
/// How many of them stay, whatever the dice say.
const STAYING: usize = 2;
/// How often the trainer does something at the same time.
const TRAINERS: usize = 2;
/// How many rounds, and how many commands each user sends in each.
const ROUNDS: usize = 5;
const COMMANDS: usize = 4;
/// How much somebody has under way in the moment in which they close their account.
const MEANWHILE: usize = 4;
/// Whose services may have an outage.
const INVOKED: [&str; 6] = [
    "relay-messages",
    "report-trainings",
    "execute-command",
    "community-relay-messages",
    "community-execute-command",
    "delete-posts-of-deactivated-user",
];
/// How soon what failed comes again.
const RETRY_AFTER: Duration = Duration::from_millis(4);

/// A platform on which things go wrong, and those who use it.
pub(super) struct World {
    pub(super) dice: Arc<Dice>,
    pub(super) faults: Faults,
    pub(super) platform: TestPlatform,
    pub(super) wires: [Wire; 2],
    pub(super) users: Vec<User>,
    pub(super) diary: Diary,
    /// The trainings that somebody was told of, with their attendees, and was not told that they are canceled.
    trainings: Mutex<Vec<(Uuid, String)>>,
}

/// Somebody with an account.
pub(super) struct User {
    /// As the dice call them.
    pub(super) nickname: String,
    pub(super) email: String,
    /// What they are called, by nobody else.
    pub(super) name: String,
    pub(super) id: Uuid,
    pub(super) is_trainer: bool,
    token: Mutex<String>,
    /// Whether they know that their account is closed.
    pub(super) closed: Mutex<bool>,
}

impl World {
    /// Everybody is there, and nothing has gone wrong yet.
    pub(super) async fn begin(seed: u64) -> Self {
        let dice = Arc::new(Dice::new(seed));
        let clock = SetClock::at(BEGINNING);
        let faults = Faults::new(&dice, &clock);
        let wires = [faults.dynamodb(), faults.sqs()];
        let sqs = wires[1].clone();
        let platform = TestPlatform::setup()
            .seeded()
            .clock(clock)
            .wire(&wires[0])
            .sqs(Arc::new(move |config| config.http_client(sqs.client())))
            .around(faults.around())
            .retry_after(RETRY_AFTER)
            .start()
            .await;
        let (diary, trainings) = (Diary::default(), Mutex::default());
        let mut world = Self { dice, faults, platform, wires, users: Vec::new(), diary, trainings };
        world.meet().await;
        world
    }

    async fn meet(&mut self) {
        for number in 0..ATTENDEES {
            let email = match seed::ATTENDEES.get(number) {
                Some(email) => (*email).to_owned(),
                None => format!("nora{number}@example.com"),
            };
            let name =
                ["Adam Attendee", "Anna Attendee"].get(number).map_or(format!("Nora{number}"), ToString::to_string);
            if number >= seed::ATTENDEES.len() {
                self.platform.sign_up(&email, &name).await;
            }
            self.enter(format!("attendee {number}"), email, name, false).await;
        }
        for number in 0..TRAINERS {
            self.enter(format!("trainer {number}"), seed::TRAINER.to_owned(), "Tara Trainer".to_owned(), true).await;
        }
        let trainer = self.users.iter().find(|user| user.is_trainer).unwrap();
        for attendee in self.users.iter().filter(|user| !user.is_trainer).skip(seed::ATTENDEES.len()) {
            let path = format!("/api/users/{}/credits", attendee.id);
            let granted = self.platform.call("POST", &path).token(&trainer.token());
            assert_eq!(granted.json(&json!({"amount": 4, "reason": "ten-card"})).send().await.status, 204);
        }
    }

    async fn enter(&mut self, nickname: String, email: String, name: String, is_trainer: bool) {
        let token = self.platform.sign_in(&email).await;
        let current = self.platform.call("GET", "/api/users/current").token(&token).send().await.json();
        let id = current["uuid"].as_str().unwrap().parse().unwrap();
        let (token, closed) = (Mutex::new(token), Mutex::new(false));
        self.users.push(User { nickname, email, name, id, is_trainer, token, closed });
    }

    /// Everybody acts, at the same time and while everything goes wrong; then time passes, whatever is still
    /// under way; and so on. In the end nothing goes wrong any more, and everybody learns what came of what.
    pub(super) async fn run(&self) {
        self.faults.switch(true);
        for round in 0..ROUNDS {
            let hours = self.hours(self.platform.clock.now());
            let mut rng = self.dice.roll("outage");
            let outage = match (round, rng.u8(0..100)) {
                // Somewhere in every world there are long batches of the stream.
                (1, _) => Some(INVOKED[0]),
                (_, 0..60) => rng.choice(INVOKED),
                _ => None,
            };
            if let Some(function) = outage {
                self.platform.platform.pause(function).await.unwrap();
            }
            let acting = join_all(self.users.iter().map(|user| self.act(user, &hours)));
            join(acting, self.reconcile_now_and_then()).await;
            let minutes = self.dice.roll("time").choice([1, 5, 16, 70, 5 * 60, 23 * 60]).unwrap_or(1);
            self.platform.clock.advance(SignedDuration::from_mins(minutes));
            if let Some(function) = outage {
                self.platform.platform.resume(function).unwrap();
            }
        }
        self.faults.switch(false);
        self.settle().await;
    }

    /// What is only late is sent again, too, where no order is to be kept.
    async fn reconcile_now_and_then(&self) {
        if self.faults.is_disorderly() {
            for _ in 0..2 {
                self.reconcile().await;
            }
        }
    }

    /// Looks for events and commands that got lost, in each context; the answers, none where the function failed.
    async fn reconcile(&self) -> [(&'static str, Option<Value>); 2] {
        let mut answers = ["reconcile-messages", "community-reconcile-messages"].map(|function| (function, None));
        for (function, answer) in &mut answers {
            let reply = self.platform.platform.invoke(function, b"{}").await.ok();
            *answer = reply.and_then(|reply| serde_json::from_slice(&reply).ok());
        }
        answers
    }

    /// The same when enough time has passed to call something lost; and all that follows.
    pub(super) async fn reconcile_later(&self) -> [(&'static str, Option<Value>); 2] {
        self.platform.clock.advance(SignedDuration::from_mins(10));
        let answers = self.reconcile().await;
        self.quiet().await;
        answers
    }

    /// A few hours, so that people meet: of today, tomorrow and the days after.
    fn hours(&self, now: Timestamp) -> Vec<String> {
        let mut rng = self.dice.roll("hours");
        let day = Timestamp::from_second(now.as_second() - now.as_second().rem_euclid(24 * 3600)).unwrap();
        let all = (0..4).flat_map(|days| (12..=20).map(move |hour| SignedDuration::from_hours(24 * days + hour)));
        // Now and then one is chosen that has begun.
        let all = all.map(|after| day + after).filter(|hour| *hour > now - SignedDuration::from_hours(1));
        rng.choose_multiple(all, 12).into_iter().map(|hour| hour.to_string()).collect()
    }

    async fn act(&self, user: &User, hours: &[String]) {
        for _ in 0..COMMANDS {
            let mut rng = self.dice.roll(&user.nickname);
            let sent =
                if user.is_trainer { self.trainers(&mut rng, hours) } else { self.attendees(user, &mut rng, hours) };
            let Some(sent) = sent else { continue };
            if sent.kind == Kind::Deactivate {
                // In the same moment they have other things under way.
                let others = (0..MEANWHILE).map(|_| async {
                    let mut rng = self.dice.roll(&user.nickname);
                    if let Some(sent) = self.attendees(user, &mut rng, hours) {
                        self.send(user, sent, &mut rng).await;
                    }
                });
                join(self.send(user, sent, &mut rng), join_all(others)).await;
                continue;
            }
            self.send(user, sent, &mut rng).await;
        }
    }

    fn attendees(&self, user: &User, rng: &mut Rng, hours: &[String]) -> Option<Sent> {
        let hour = rng.choice(hours)?.clone();
        let notes = format!("of {}", user.name);
        let number: usize = user.nickname.rsplit(' ').next()?.parse().ok()?;
        Some(match rng.u8(0..100) {
            0..40 => Sent::new(user, Kind::Book, "POST", "/api/trainings", json!({"time": hour, "notes": notes})),
            40..50 => Sent::new(user, Kind::Publish, "POST", "/api/posts", json!({"title": "News", "body": notes})),
            50..95 => self.about_training(user, rng, &hour, Some(notes))?,
            _ if number >= STAYING => Sent::new(user, Kind::Deactivate, "DELETE", "/api/users/current", Value::Null),
            _ => return None,
        })
    }

    fn trainers(&self, rng: &mut Rng, hours: &[String]) -> Option<Sent> {
        let user = self.users.iter().find(|user| user.is_trainer)?;
        let hour = rng.choice(hours)?.clone();
        let calendar = "/api/trainer/calendar/make-hour";
        let some = |rng: &mut Rng| json!({"hours": (0..3).filter_map(|_| rng.choice(hours)).collect::<Vec<_>>()});
        let attendee = self.users[rng.usize(0..ATTENDEES)].id;
        let credits = json!({"amount": rng.u8(1..4), "reason": "a card"});
        Some(match rng.u8(0..100) {
            0..15 => Sent::new(user, Kind::Open, "PUT", &format!("{calendar}-available"), some(rng)),
            15..22 => Sent::new(user, Kind::Close, "PUT", &format!("{calendar}-unavailable"), some(rng)),
            22..37 => Sent::new(user, Kind::Grant, "POST", &format!("/api/users/{attendee}/credits"), credits),
            37..45 => {
                Sent::new(user, Kind::TakeBack, "POST", &format!("/api/users/{attendee}/credits/corrections"), credits)
            }
            _ => self.about_training(user, rng, &hour, None)?,
        })
    }

    fn about_training(&self, user: &User, rng: &mut Rng, hour: &str, notes: Option<String>) -> Option<Sent> {
        let anybodys = user.is_trainer || rng.u8(0..100) < 10;
        let trainings = self.trainings.lock().unwrap();
        let known: Vec<_> = trainings.iter().filter(|(of, _)| anybodys || *of == user.id).collect();
        let path = rng.choice(known)?.1.clone();
        let time = match notes.filter(|_| rng.bool()) {
            Some(notes) => json!({"time": hour, "notes": notes}),
            None => json!({"time": hour}),
        };
        Some(match rng.u8(0..10) {
            0..3 => Sent::new(user, Kind::Cancel, "DELETE", &path, Value::Null),
            3..5 => Sent::new(user, Kind::Reschedule, "PUT", &format!("{path}/reschedule"), time),
            5..7 => Sent::new(user, Kind::Propose, "PUT", &format!("{path}/request-reschedule"), time),
            7..9 => Sent::new(user, Kind::Approve, "PUT", &format!("{path}/approve-reschedule"), Value::Null),
            _ => Sent::new(user, Kind::Reject, "PUT", &format!("{path}/reject-reschedule"), Value::Null),
        })
    }

    /// Sends a command as clients do: mostly under a key, now and then put off, twice at once, or again
    /// because no answer has come.
    async fn send(&self, user: &User, mut sent: Sent, rng: &mut Rng) {
        let nth = rng.u64(..);
        sent.key = (rng.u8(0..100) < 80).then(|| format!("{nth:x}"));
        sent.correlation = format!("{nth:x}-{}", user.nickname.replace(' ', "-"));
        sent.after_closing = *user.closed.lock().unwrap();
        let put_off = rng.u8(0..100) < 35;
        let mut tries = if sent.key.is_some() { rng.u8(2..5) } else { 1 };
        while tries > 0 {
            tries -= 1;
            // Whether it is put off is no part of what it is.
            let put_off = put_off != (rng.u8(0..100) < 8);
            if sent.key.is_some() && rng.u8(0..100) < 15 {
                let (one, other) = join(self.once(user, &sent, put_off), self.once(user, &sent, put_off)).await;
                sent.answers.extend([(put_off, one), (put_off, other)]);
            } else {
                let answered = self.once(user, &sent, put_off).await;
                // The answer may also be lost on its way to the client.
                let answered = if rng.u8(0..100) < 10 { Answered::Unknown } else { answered };
                sent.answers.push((put_off, answered));
            }
            let is_answered =
                |(_, answered): &(bool, Answered)| matches!(answered, Answered::Done(_) | Answered::Refused(_));
            // Some click again all the same.
            if sent.answers.iter().any(is_answered) && rng.u8(0..100) < 75 {
                break;
            }
        }
        self.learn(user, &sent);
        self.diary.write(sent);
    }

    /// What its sender makes of the answers.
    fn learn(&self, user: &User, sent: &Sent) {
        for (_, answered) in &sent.answers {
            if let Answered::Done(location) = answered {
                let mut trainings = self.trainings.lock().unwrap();
                match sent.kind {
                    Kind::Book => trainings.extend(location.clone().map(|path| (user.id, path))),
                    Kind::Cancel => trainings.retain(|(_, path)| *path != sent.path),
                    _ => {}
                }
                *user.closed.lock().unwrap() |= sent.kind == Kind::Deactivate;
            }
        }
    }

    /// Sends it; who is not signed in any more signs in again.
    async fn once(&self, user: &User, sent: &Sent, put_off: bool) -> Answered {
        let mut answer = self.try_once(user, sent, put_off).await;
        if answer.status == 401 {
            *user.token.lock().unwrap() = self.platform.sign_in(&user.email).await;
            answer = self.try_once(user, sent, put_off).await;
        }
        Answered::of(&answer)
    }

    async fn try_once(&self, user: &User, sent: &Sent, put_off: bool) -> Answer {
        let call = self.platform.call(sent.method, &sent.path).token(&user.token());
        let call = call.header("X-Correlation-Id", &sent.correlation);
        let call = match &sent.key {
            Some(key) => call.header("Idempotency-Key", key),
            None => call,
        };
        let call = if put_off { call.header("Prefer", "respond-async") } else { call };
        let call = if sent.body.is_null() { call } else { call.json(&sent.body) };
        call.send().await
    }

    /// Nothing goes wrong any more: whatever has happened is handled, and whoever does not know what came of
    /// their command, and can ask, asks.
    async fn settle(&self) {
        self.quiet().await;
        let mut unknown = self.diary.take_unknown();
        for sent in &mut unknown {
            let user = self.users.iter().find(|user| user.id == sent.sender).unwrap();
            for _ in 0..3 {
                let answered = self.once(user, sent, false).await;
                sent.answers.push((false, answered.clone()));
                if answered != Answered::Unknown {
                    break;
                }
            }
            self.learn(user, sent);
        }
        for sent in unknown {
            self.diary.write(sent);
        }
        self.quiet().await;
    }

    /// Returns once nothing is under way: neither in a function, nor on its way although its function was killed.
    async fn quiet(&self) {
        self.handled().await;
        while !self.wires.iter().all(Wire::is_at_rest) {
            yield_now().await;
        }
        self.handled().await;
    }

    async fn handled(&self) {
        if let Err(error) = self.platform.platform.quiet().await {
            panic!("WILD_WORKOUTS_SEED={}: {error}", self.dice.seed);
        }
    }

    /// What the same command is answered now that everything is calm.
    pub(super) async fn again(&self, sent: &Sent) -> Answered {
        let user = self.users.iter().find(|user| user.id == sent.sender).unwrap();
        self.once(user, sent, false).await
    }

    /// What the trainer is told.
    pub(super) async fn told(&self, path: &str) -> Answer {
        let trainer = self.platform.sign_in(seed::TRAINER).await;
        self.platform.call("GET", path).token(&trainer).send().await
    }
}

impl User {
    fn token(&self) -> String {
        self.token.lock().unwrap().clone()
    }
}
