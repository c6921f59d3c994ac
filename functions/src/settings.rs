use std::{collections::HashMap, str::FromStr};

use domain::{
    subscriptions::{SUBSCRIPTIONS, Subscription},
    trainer::{BookingWindow, InvalidWindow, TrainerId},
};
use uuid::Uuid;

/// What template.yaml tells every function through its environment.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `WORKOUTS_TABLE`: the name of the table.
    pub(crate) table: String,
    /// `COMMUNITY_TABLE`: the name of the community's table.
    pub(crate) community_table: String,
    /// `REPORTS_TABLE`: the name of the table of reports.
    pub(crate) reports_table: String,
    /// `TRAINER_ID`: the club's trainer, by the id that the calendar is kept under.
    pub(crate) trainer: TrainerId,
    /// `FIRST_BOOKABLE_HOUR`, `LAST_BOOKABLE_HOUR` (of the day, UTC) and `WEEKS_AHEAD`.
    pub(crate) window: BookingWindow,
    /// `<SUBSCRIBER>_QUEUE` of each subscriber: the URL of its queue. Only who sends to it has it.
    queues: HashMap<&'static str, String>,
    /// `<SUBSCRIBER>_DEAD_LETTERS`: the URL of the queue of its dead letters. Only the subscriber has it.
    dead_letters: HashMap<&'static str, String>,
    /// `UNRELAYED_RECORDS_QUEUE`: the URL of the queue that is told of what the relay gives up.
    unrelayed_records: Option<String>,
    /// `LOG_LEVEL`: `error`, `warn`, `info` (unless told otherwise), `debug` or `trace`.
    pub(crate) log_level: tracing::Level,
}

/// A setting that is missing or makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A variable is not set.
    #[error("the environment variable {0} is missing")]
    Missing(&'static str),
    /// A variable's value is not understood.
    #[error("the environment variable {variable} cannot be {value:?}")]
    Invalid {
        /// Which one.
        variable: &'static str,
        /// What it is.
        value: String,
    },
    /// The hours that can be booked make no sense.
    #[error("FIRST_BOOKABLE_HOUR, LAST_BOOKABLE_HOUR or WEEKS_AHEAD: {0}")]
    Window(#[from] InvalidWindow),
}

impl Settings {
    /// Which hours can be booked.
    #[must_use]
    pub fn window(&self) -> BookingWindow {
        self.window
    }

    /// Reads and checks the settings.
    ///
    /// # Errors
    /// When one is missing or makes no sense.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let table = variable("WORKOUTS_TABLE").ok_or(SettingsError::Missing("WORKOUTS_TABLE"))?;
        let community_table = variable("COMMUNITY_TABLE").ok_or(SettingsError::Missing("COMMUNITY_TABLE"))?;
        let reports_table = variable("REPORTS_TABLE").ok_or(SettingsError::Missing("REPORTS_TABLE"))?;
        let trainer = parse::<Uuid>(&variable, "TRAINER_ID")?.ok_or(SettingsError::Missing("TRAINER_ID"))?;
        let hour = |name| parse(&variable, name)?.ok_or(SettingsError::Missing(name));
        let weeks = parse(&variable, "WEEKS_AHEAD")?.ok_or(SettingsError::Missing("WEEKS_AHEAD"))?;
        let window = BookingWindow::new(hour("FIRST_BOOKABLE_HOUR")?, hour("LAST_BOOKABLE_HOUR")?, weeks)?;
        let log_level = parse(&variable, "LOG_LEVEL")?.unwrap_or(tracing::Level::INFO);
        let urls = |what| {
            let url = |subscription: &'static Subscription| {
                Some((subscription.subscriber, variable(&variable_of(subscription.subscriber, what))?))
            };
            SUBSCRIPTIONS.iter().filter_map(url).collect()
        };
        let unrelayed_records = variable(UNRELAYED_RECORDS);
        let (queues, dead_letters) = (urls("QUEUE"), urls("DEAD_LETTERS"));
        Ok(Self {
            table,
            community_table,
            reports_table,
            trainer: trainer.into(),
            window,
            queues,
            dead_letters,
            unrelayed_records,
            log_level,
        })
    }

    /// The URL of a subscriber's queue.
    pub(crate) fn queue_of(&self, subscriber: &str) -> Result<&str, NoQueue> {
        self.queues.get(subscriber).map(String::as_str).ok_or_else(|| NoQueue(variable_of(subscriber, "QUEUE")))
    }

    /// The URL of the queue that is told of what the relay gives up.
    pub(crate) fn unrelayed_records(&self) -> Result<&str, NoQueue> {
        self.unrelayed_records.as_deref().ok_or_else(|| NoQueue(UNRELAYED_RECORDS.to_owned()))
    }

    /// The URL of the queue of a subscriber's dead letters.
    pub(crate) fn dead_letters_of(&self, subscriber: &str) -> Result<&str, NoQueue> {
        let missing = || NoQueue(variable_of(subscriber, "DEAD_LETTERS"));
        self.dead_letters.get(subscriber).map(String::as_str).ok_or_else(missing)
    }
}

const UNRELAYED_RECORDS: &str = "UNRELAYED_RECORDS_QUEUE";

/// A queue that this function should know.
#[derive(Debug, thiserror::Error)]
#[error("the environment variable {0} is missing")]
pub(crate) struct NoQueue(String);

/// `report-trainings` and `QUEUE` are `REPORT_TRAININGS_QUEUE`.
fn variable_of(subscriber: &str, what: &str) -> String {
    format!("{}_{what}", subscriber.to_uppercase().replace('-', "_"))
}

fn parse<T: FromStr>(
    variable: &impl Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<Option<T>, SettingsError> {
    variable(name).map(|value| value.parse().map_err(|_| SettingsError::Invalid { variable: name, value })).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(changed: &'static str, value: Option<&'static str>) -> Result<Settings, SettingsError> {
        Settings::read(|name| {
            let usual = match name {
                "WORKOUTS_TABLE" => Some("workouts"),
                "COMMUNITY_TABLE" => Some("community"),
                "REPORTS_TABLE" => Some("reports"),
                "TRAINER_ID" => Some("00000000-0000-4000-8000-000000000001"),
                "FIRST_BOOKABLE_HOUR" => Some("12"),
                "LAST_BOOKABLE_HOUR" => Some("20"),
                "WEEKS_AHEAD" => Some("6"),
                _ => None,
            };
            if name == changed { value } else { usual }.map(ToOwned::to_owned)
        })
    }

    #[test]
    fn the_usual_settings_are_the_usual_window() {
        assert_eq!(with("", None).unwrap().window, BookingWindow::default());
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert_eq!(with("TRAINER_ID", None).unwrap_err(), SettingsError::Missing("TRAINER_ID"));
        for (variable, value) in [("TRAINER_ID", "tom"), ("WEEKS_AHEAD", "six"), ("LOG_LEVEL", "loud")] {
            assert_eq!(
                with(variable, Some(value)).unwrap_err(),
                SettingsError::Invalid { variable, value: value.to_owned() }
            );
        }
        assert!(matches!(with("FIRST_BOOKABLE_HOUR", Some("21")), Err(SettingsError::Window(_))));
    }
}
