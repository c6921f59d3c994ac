use jiff::{SignedDuration, Timestamp};

use super::TrainingDetails;
use crate::workouts::{
    trainer::{HourStart, TrainerId},
    trainings::{TrainingId, TrainingKey, TrainingsRefusal},
    users::AttendeeId,
};
use kit_domain::{Limit, Page, ReadModelError};

/// A page of a list of trainings, by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trainings {
    /// Whose trainings.
    pub of: TrainingsOf,
    /// Which of them.
    pub shown: Shown,
    from: Timestamp,
    to: Timestamp,
    /// Where the page before ended.
    pub after: Option<Place>,
    /// How many a page holds.
    pub limit: Limit,
}

/// Whose trainings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingsOf {
    /// An attendee's own.
    Attendee(AttendeeId),
    /// All that a trainer gives.
    Trainer(TrainerId),
}

/// Which trainings of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Those that are not canceled.
    Scheduled,
    /// Canceled ones too.
    All,
    /// Those with an open proposal.
    WithOpenProposal,
}

/// A training's place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When it begins.
    pub time: HourStart,
    /// Which of those that begin then.
    pub training: TrainingId,
}

/// The read model of the bookings' queries.
pub trait TrainingsReadModel {
    /// The page of trainings that `query` asks for.
    fn trainings(
        &self,
        query: &Trainings,
    ) -> impl Future<Output = Result<Page<TrainingDetails, Place>, ReadModelError>> + Send;

    /// One training of any attendee.
    fn training(
        &self,
        key: TrainingKey,
    ) -> impl Future<Output = Result<Option<TrainingDetails>, ReadModelError>> + Send;
}

impl Trainings {
    /// The most days that a list spans.
    pub const MOST_DAYS: i64 = 92;
    /// How long ago a list begins by default.
    pub const BACK: SignedDuration = SignedDuration::from_hours(24);

    /// The first page of the trainings from `from` to `to`, both included. Without `from` the list
    /// begins [`Self::BACK`] ago; without `to` it is as long as a list can be.
    ///
    /// # Errors
    /// When the range ends before it begins or is longer than [`Self::MOST_DAYS`] days.
    pub fn new(
        of: TrainingsOf,
        shown: Shown,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, TrainingsRefusal> {
        let longest = SignedDuration::from_hours(Self::MOST_DAYS * 24);
        let from = from.unwrap_or_else(|| now.saturating_sub(Self::BACK).unwrap_or(Timestamp::MIN));
        let to = to.unwrap_or_else(|| from.saturating_add(longest).unwrap_or(Timestamp::MAX));
        if from > to {
            return Err(TrainingsRefusal::FromAfterTo { from, to });
        }
        if to.duration_since(from) > longest {
            return Err(TrainingsRefusal::RangeTooLong);
        }
        Ok(Self { of, shown, from, to, after: None, limit: Limit::default() })
    }

    /// The page of `limit` trainings that follow `after`.
    #[must_use]
    pub fn page(self, after: Option<Place>, limit: Limit) -> Self {
        Self { after, limit, ..self }
    }

    /// Where the list begins.
    #[must_use]
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// Where it ends.
    #[must_use]
    pub fn to(&self) -> Timestamp {
        self.to
    }

    /// The trainings, by time.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(
        &self,
        trainings: &impl TrainingsReadModel,
    ) -> Result<Page<TrainingDetails, Place>, ReadModelError> {
        trainings.trainings(self).await
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn list(from: Option<&str>, to: Option<&str>) -> Result<Trainings, TrainingsRefusal> {
        let of = TrainingsOf::Attendee(Uuid::nil().into());
        Trainings::new(of, Shown::Scheduled, from.map(at), to.map(at), at("2026-12-01T10:30:00Z"))
    }

    #[test]
    fn a_list_begins_24_hours_ago_unless_asked_otherwise() {
        let list = list(None, None).unwrap();
        assert_eq!((list.from(), list.to()), (at("2026-11-30T10:30:00Z"), at("2027-03-02T10:30:00Z")));
    }

    #[test]
    fn a_list_spans_at_most_92_days() {
        assert!(list(Some("2026-12-01T00:00:00Z"), Some("2027-03-03T00:00:00Z")).is_ok());
        let too_long = list(Some("2026-12-01T00:00:00Z"), Some("2027-03-03T00:00:01Z"));
        assert_eq!(too_long, Err(TrainingsRefusal::RangeTooLong));
    }

    #[test]
    fn a_list_ends_after_it_begins() {
        let backwards = list(Some("2026-12-01T00:00:01Z"), Some("2026-12-01T00:00:00Z"));
        assert!(matches!(backwards, Err(TrainingsRefusal::FromAfterTo { .. })));
    }

    #[test]
    fn a_list_may_be_a_moment() {
        assert!(list(Some("2026-12-01T00:00:00Z"), Some("2026-12-01T00:00:00Z")).is_ok());
    }

    #[test]
    fn a_page_follows_the_one_before_and_has_its_own_limit() {
        let place = Place { time: HourStart::example(1, 14), training: Uuid::nil().into() };
        let limit = Limit::new(5).unwrap();
        let first = list(None, None).unwrap();
        assert_eq!((first.after, first.limit), (None, Limit::default()));
        let next = first.page(Some(place), limit);
        assert_eq!((next.after, next.limit), (Some(place), limit));
        assert_eq!((next.from(), next.to(), next.of), (first.from(), first.to(), first.of));
    }
}
