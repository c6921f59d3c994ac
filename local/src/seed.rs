//! What is there after the first start: somebody to sign in as, hours to book and credits to book
//! them with. All of it goes the way that a person's requests go, through the gateway and the
//! functions, so that nothing is there that the business would not have allowed.

use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::workouts::trainer::{BookingWindow, HourStart, Hours};
use jiff::SignedDuration;
use kit_sam_local::{AccountsError, DatabaseError, Prepared, SignUp, SignUpRefusal};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The password of every demo user.
pub const PASSWORD: &str = "wild-workouts";
/// Keeps the calendar.
pub const TRAINER: &str = "trainer@example.com";
/// Book its hours.
pub const ATTENDEES: [&str; 2] = ["attendee@example.com", "attendee2@example.com"];

const TRAINER_NAME: &str = "Tara Trainer";
const ATTENDEE_NAMES: [&str; 2] = ["Adam Attendee", "Anna Attendee"];
const TRAINER_GROUP: &str = "trainer";
const CREDITS: u32 = 20;
const DAYS: i64 = 30;

/// The platform's note that the seed has been sown to its end.
const MARK: &str = "SEEDED";

/// Why the demo data could not be put there. What is there already does no harm: the next start
/// goes on from it.
#[derive(Debug, Error)]
#[error("the demo data cannot be put there: {0}")]
pub struct SeedError(String);

/// What sowing needs.
pub(crate) struct Seed<'a> {
    pub(crate) platform: &'a Prepared,
    pub(crate) window: BookingWindow,
}

impl Seed<'_> {
    /// Puts the demo data there, unless a start before this one has.
    pub(crate) async fn sow(&self) -> Result<(), SeedError> {
        if self.platform.has_note(MARK).await? {
            return Ok(());
        }
        tracing::info!("first start: registering the demo users");
        self.users().await?;
        let trainer = self.sign_in(TRAINER).await?;
        self.hours(&trainer).await?;
        self.credits(&trainer).await?;
        Ok(self.platform.note(MARK).await?)
    }

    async fn users(&self) -> Result<(), SeedError> {
        let user = |email: &str, name: &str| -> Result<SignUp, SeedError> {
            let user = self.platform.users().to_sign_up(email, PASSWORD, name);
            user.map_err(|invalid| SeedError(invalid.to_string()))
        };
        self.platform.users().appoint(&user(TRAINER, TRAINER_NAME)?, TRAINER_GROUP).await?;
        for (email, name) in ATTENDEES.into_iter().zip(ATTENDEE_NAMES) {
            match self.platform.users().sign_up(&user(email, name)?).await {
                // A start that was interrupted has got this far.
                Ok(()) | Err(SignUpRefusal::EmailTaken) => {}
                Err(refusal) => return Err(SeedError(refusal.to_string())),
            }
        }
        Ok(())
    }

    /// Every hour of the next days that can be booked, a command's worth at a time.
    async fn hours(&self, trainer: &str) -> Result<(), SeedError> {
        let now = self.platform.now();
        let first = HourStart::containing(now).time();
        let hours: Vec<_> = (1..=DAYS * 24)
            .filter_map(|ahead| first.checked_add(SignedDuration::from_hours(ahead)).ok())
            .filter_map(|time| HourStart::new(time).ok())
            .filter(|hour| self.window.admit(*hour, now).is_ok())
            .map(HourStart::time)
            .collect();
        let mut done = 0;
        for hours in hours.chunks(Hours::MOST) {
            let path = "/api/trainer/calendar/make-hour-available";
            self.command(trainer, Method::PUT, path, &json!({"hours": hours})).await?;
            done += hours.len();
            tracing::info!("first start: {done} hours made available");
        }
        Ok(())
    }

    async fn credits(&self, trainer: &str) -> Result<(), SeedError> {
        for email in ATTENDEES {
            let attendee = self.sign_in(email).await?;
            let user = self.query(&attendee, "/api/users/current").await?;
            let Some(uuid) = user["uuid"].as_str() else {
                return Err(SeedError(format!("{email} has no uuid")));
            };
            let path = format!("/api/users/{uuid}/credits");
            let body = json!({"amount": CREDITS, "reason": "Welcome to Wild Workouts"});
            self.command(trainer, Method::POST, &path, &body).await?;
        }
        tracing::info!("first start: {CREDITS} credits granted to each attendee");
        Ok(())
    }

    async fn sign_in(&self, email: &str) -> Result<String, SeedError> {
        match self.platform.users().sign_in(email, PASSWORD).await? {
            Some(token) => Ok(token.token),
            None => Err(SeedError(format!("{email} is registered already, with another password"))),
        }
    }

    async fn query(&self, token: &str, path: &str) -> Result<Value, SeedError> {
        self.send(token, Method::GET, path, None).await
    }

    async fn command(&self, token: &str, method: Method, path: &str, body: &Value) -> Result<(), SeedError> {
        self.send(token, method, path, Some(body)).await.map(|_| ())
    }

    async fn send(&self, token: &str, method: Method, path: &str, body: Option<&Value>) -> Result<Value, SeedError> {
        let failed = |why: String| SeedError(format!("{method} {path}: {why}"));
        let mut request =
            Request::builder().method(method.clone()).uri(path).header(AUTHORIZATION, format!("Bearer {token}"));
        let mut content = String::new();
        if let Some(body) = body {
            content = body.to_string();
            request = request.header(CONTENT_TYPE, "application/json").header("idempotency-key", key(path, &content));
        }
        let request = request.body(Body::from(content)).map_err(|e| failed(e.to_string()))?;

        let response = self.platform.answer(request).await;
        let status = response.status();
        let answer = to_bytes(response.into_body(), usize::MAX).await;
        let answer = answer.map_err(|e| failed(e.to_string()))?;
        if status == StatusCode::CONFLICT {
            // Somebody has begun to work with what an interrupted start had put there.
            tracing::warn!("first start: {method} {path} is left out: {}", text(&answer));
        } else if !status.is_success() {
            return Err(failed(format!("{status} {}", text(&answer))));
        }
        Ok(serde_json::from_slice(&answer).unwrap_or_default())
    }
}

impl From<DatabaseError> for SeedError {
    fn from(error: DatabaseError) -> Self {
        Self(error.to_string())
    }
}

impl From<AccountsError> for SeedError {
    fn from(error: AccountsError) -> Self {
        Self(error.to_string())
    }
}

/// A fixed word and what is asked for: sown again, the same command is known again, and another one
/// (tomorrow's hours) is not taken for it.
fn key(path: &str, body: &str) -> String {
    let hash = Sha256::digest(format!("{path}\n{body}"));
    format!("seed-{}", URL_SAFE_NO_PAD.encode(hash))
}

fn text(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).into_owned()
}
