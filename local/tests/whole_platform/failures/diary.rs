use std::sync::Mutex;

use kit_dynamodb::MessageId;
use serde_json::Value;
use uuid::Uuid;

use super::world::User;
use crate::support::Answer;

/// What everybody has sent, and what they were answered.
#[derive(Default)]
pub(super) struct Diary(Mutex<Vec<Sent>>);

/// A command, however often it was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) sender: Uuid,
    pub(super) kind: Kind,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) body: Value,
    pub(super) key: Option<String>,
    /// The `X-Correlation-Id` that it was sent with, and no other command.
    pub(super) correlation: String,
    /// Whether its sender had been told before that their account is closed.
    pub(super) after_closing: bool,
    /// Each with whether the command was to be put off.
    pub(super) answers: Vec<(bool, Answered)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Book,
    Cancel,
    Reschedule,
    Propose,
    Approve,
    Reject,
    Open,
    Close,
    Grant,
    TakeBack,
    Deactivate,
    Publish,
}

/// What a sender knows after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    /// It has had its effects, and where they can be read.
    Done(Option<String>),
    /// It will be carried out; where that is told.
    Accepted(String),
    /// It has had none, and why.
    Refused(String),
    /// Nothing.
    Unknown,
    /// That something is wrong which nobody has foreseen.
    Broken,
}

impl Sent {
    pub(super) fn new(user: &User, kind: Kind, method: &'static str, path: &str, body: Value) -> Self {
        Self {
            sender: user.id,
            kind,
            method,
            path: path.to_owned(),
            body,
            key: None,
            correlation: String::new(),
            after_closing: false,
            answers: Vec::new(),
        }
    }

    /// The id that its effects have as their cause, if it follows from the key.
    pub(super) fn message(&self) -> Option<String> {
        // A key means another command in other books.
        let keys_of = match self.kind {
            Kind::Publish => Uuid::new_v5(&self.sender, b"community"),
            _ => self.sender,
        };
        self.key.as_ref().map(|key| MessageId::of_key(keys_of, key).to_string())
    }

    /// Whether it was told to have been carried out.
    pub(super) fn is_done(&self) -> bool {
        self.answers.iter().any(|(_, answered)| matches!(answered, Answered::Done(_)))
    }
}

impl Kind {
    /// The event without which it has not happened. A calendar may be so already: then nothing happens.
    pub(super) fn event(self) -> &'static str {
        match self {
            Self::Book => "training.scheduled.v1",
            Self::Cancel => "training.canceled.v1",
            Self::Reschedule | Self::Approve => "training.rescheduled.v1",
            Self::Propose => "training.reschedule-requested.v1",
            Self::Reject => "training.reschedule-rejected.v1",
            Self::Open => "hour.made-available.v1",
            Self::Close => "hour.made-unavailable.v1",
            Self::Grant => "credits.granted.v1",
            Self::TakeBack => "credits.taken-back.v1",
            Self::Deactivate => "user.deactivated.v1",
            Self::Publish => "post.published.v1",
        }
    }

    pub(super) fn may_change_nothing(self) -> bool {
        matches!(self, Self::Open | Self::Close)
    }
}

impl Answered {
    pub(super) fn of(answer: &Answer) -> Self {
        match answer.status {
            204 => Self::Done(answer.header("content-location").map(ToOwned::to_owned)),
            202 => Self::Accepted(answer.header("location").unwrap_or_default().to_owned()),
            500 if answer.json()["slug"] == "internal-error" => Self::Broken,
            400..500 => Self::Refused(answer.problem().1),
            _ => Self::Unknown,
        }
    }
}

impl Diary {
    pub(super) fn write(&self, sent: Sent) {
        self.0.lock().unwrap().push(sent);
    }

    pub(super) fn read(&self) -> Vec<Sent> {
        self.0.lock().unwrap().clone()
    }

    /// Takes out what was sent under a key, so that its sender may ask again, and has not been answered.
    pub(super) fn take_unknown(&self) -> Vec<Sent> {
        let is_unknown = |sent: &mut Sent| {
            sent.key.is_some() && sent.answers.iter().all(|(_, answered)| *answered == Answered::Unknown)
        };
        self.0.lock().unwrap().extract_if(.., is_unknown).collect()
    }
}
