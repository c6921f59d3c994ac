//! The log of commits: by the day, in a list of the table's index. The index may be a little behind its
//! table, and clocks differ a little; so nobody concludes anything from the last minutes of it.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kit_domain::{Context, ReadModelError};

use super::stored_event::{StoredEvent, UnreadableCommit, events_of};
use crate::{
    Table, deferred,
    failure::read_model_error,
    item::{Item, ItemKey, LISTS, text},
};

/// The list of a day's commits.
pub(crate) fn list_of_day(day: Date) -> String {
    format!("COMMITS#{day}")
}

/// The day of a time, in UTC.
pub(crate) fn date_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// An item's place in a list that is ordered by time: as texts, places sort as the times do.
pub(crate) fn place(time: Timestamp, key: &ItemKey) -> String {
    format!("{}#{}#{}", sortable(time), key.pk, key.sk)
}

/// A time with all nine digits of its nanoseconds.
fn sortable(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// A place in the log: everything before it is earlier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct LogPlace(String);

/// Sorts behind every place of a time.
const BEHIND: char = '~';

/// Not a place in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in the log")]
pub struct InvalidPlace;

impl LogPlace {
    /// Before everything that happened at `time` or later.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(sortable(time))
    }

    /// Behind everything that happened at `time` or earlier.
    #[must_use]
    pub fn behind(time: Timestamp) -> Self {
        Self(format!("{}{BEHIND}", sortable(time)))
    }

    /// When what stands there happened.
    ///
    /// # Errors
    /// When this is no place that a log has given.
    pub fn time(&self) -> Result<Timestamp, InvalidPlace> {
        self.0.split(['#', BEHIND]).next().unwrap_or_default().parse().map_err(|_| InvalidPlace)
    }
}

/// What a place of the log holds.
#[derive(Debug)]
pub struct Logged {
    /// Where it stands.
    pub place: LogPlace,
    /// Its events, in order.
    pub events: Result<Vec<StoredEvent>, UnreadableCommit>,
}

/// A part of the log, in its order.
#[derive(Debug)]
pub struct LogPage {
    /// What it holds.
    pub logged: Vec<Logged>,
    /// Where to go on; nothing when there is nothing more.
    pub next: Option<LogPlace>,
}

/// How many days one page looks through: most of them have nothing when somebody begins too early.
const MOST_DAYS: usize = 100;

impl<C: Context, L: 'static> Table<C, L> {
    /// The commits after a place, and up to another: about `most`, or those of a hundred days.
    ///
    /// # Errors
    /// When the table gives no answer, or `after` is no place.
    pub async fn commits(&self, after: &LogPlace, upto: &LogPlace, most: usize) -> Result<LogPage, ReadModelError> {
        let broken = |error: InvalidPlace| ReadModelError::Broken(error.into());
        let last = date_of(upto.time().map_err(broken)?);
        let mut day = date_of(after.time().map_err(broken)?);
        let mut logged = Vec::new();
        // DynamoDB refuses a range that ends before it begins.
        if after >= upto {
            return Ok(LogPage { logged, next: None });
        }
        for _ in 0..MOST_DAYS {
            let page = self.query_log(list_of_day(day), after, upto, most - logged.len()).await?;
            let full = page.next.is_some();
            logged.extend(page.logged);
            if full {
                return Ok(LogPage { logged, next: page.next });
            }
            if day >= last {
                return Ok(LogPage { logged, next: None });
            }
            day = day.tomorrow().map_err(|error| ReadModelError::Broken(error.into()))?;
        }
        let begin = day.to_zoned(TimeZone::UTC).map_err(|error| ReadModelError::Broken(error.into()))?.timestamp();
        Ok(LogPage { logged, next: Some(LogPlace::at(begin)) })
    }

    /// The commands after a place, and up to another, that were accepted and are not settled: about `most`, by when
    /// they were accepted.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn incomplete_commands(
        &self,
        after: &LogPlace,
        upto: &LogPlace,
        most: usize,
    ) -> Result<LogPage, ReadModelError> {
        if after >= upto {
            return Ok(LogPage { logged: Vec::new(), next: None });
        }
        self.query_log(deferred::LIST.to_owned(), after, upto, most).await
    }

    /// A page of one list.
    pub(crate) async fn query_log(
        &self,
        list: String,
        after: &LogPlace,
        upto: &LogPlace,
        most: usize,
    ) -> Result<LogPage, ReadModelError> {
        // BETWEEN includes its ends: a space after a place is just behind it.
        let after = format!("{} ", after.0);
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name(LISTS)
            .key_condition_expression("#list = :list AND #place BETWEEN :after AND :upto")
            // Of a command no more than that it was accepted: not who sent it, nor what it says.
            .projection_expression("#place, #events")
            .expression_attribute_names("#list", "list")
            .expression_attribute_names("#place", "place")
            .expression_attribute_names("#events", "events")
            .expression_attribute_values(":list", text(list))
            .expression_attribute_values(":after", text(after))
            .expression_attribute_values(":upto", text(upto.0.clone()))
            .limit(i32::try_from(most.max(1)).unwrap_or(i32::MAX));
        let page = query.send().await.map_err(read_model_error)?;
        let more = page.last_evaluated_key.is_some();
        let logged: Vec<_> = page.items.unwrap_or_default().into_iter().filter_map(logged).collect();
        let next = logged.last().filter(|_| more).map(|last| last.place.clone());
        Ok(LogPage { logged, next })
    }
}

/// What an item of the log holds; none without a place, which the index would not have.
fn logged(mut item: Item) -> Option<Logged> {
    let Some(AttributeValue::S(place)) = item.remove("place") else { return None };
    Some(Logged { place: LogPlace(place), events: events_of(item) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_sort_as_times_do() {
        let place = |time: &str| LogPlace(place(time.parse().unwrap(), &ItemKey { pk: "A".into(), sk: "B".into() }));
        let times = [
            "2026-12-01T10:30:00Z",
            "2026-12-01T10:30:00.000000001Z",
            "2026-12-01T10:30:00.5Z",
            "2026-12-01T10:30:01Z",
        ];
        let places: Vec<_> = times.map(place).into();
        assert!(places.is_sorted());
        for (place, time) in places.iter().zip(times) {
            assert_eq!(place.time().unwrap(), time.parse().unwrap());
            let time = time.parse().unwrap();
            assert!(LogPlace::at(time) < *place && *place < LogPlace::behind(time));
            assert_eq!(LogPlace::behind(time).time(), Ok(time));
        }
        assert_eq!(LogPlace("x".into()).time(), Err(InvalidPlace));
    }
}
