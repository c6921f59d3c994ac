//! Each kind of problem as it can occur: what a function would really say.

use domain::{
    Refusal,
    community::{Body, CommunityRefusal, Title},
    credits::{Amount, CreditsRefusal, Reason},
    trainer::{HourStart, Hours, TrainerRefusal, queries::AvailableHours},
    trainings::{Notes, TrainingId, TrainingsRefusal},
    users::{UserId, UsersRefusal},
};
use jiff::{Timestamp, civil::date};
use serde_json::Value;
use uuid::Uuid;

use crate::http::{MOST_BYTES, Problem};

/// An id, where one is shown.
pub(super) const AN_ID: &str = "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f";

/// One of each kind.
pub(super) fn problems() -> Vec<Problem> {
    let id = Uuid::try_parse(AN_ID).unwrap_or_default();
    let (training, user) = (TrainingId::from(id), UserId::from(id));
    let hour = |day, hour| HourStart::containing(time(day, hour, 0));
    let two_o_clock = hour(1, 14);
    let refusals: [Refusal; 23] = [
        UsersRefusal::Deactivated(user).into(),
        TrainingsRefusal::OwnProposal(training).into(),
        TrainingsRefusal::NotFound(training).into(),
        TrainerRefusal::HourNotAvailable(two_o_clock).into(),
        TrainerRefusal::TrainingScheduled(two_o_clock).into(),
        CreditsRefusal::NotEnoughCredits { needed: Amount::ONE.get(), balance: 0 }.into(),
        TrainingsRefusal::AlreadyCanceled(training).into(),
        TrainingsRefusal::Begun { training, time: two_o_clock }.into(),
        TrainingsRefusal::TooLateToReschedule { training, time: two_o_clock }.into(),
        TrainingsRefusal::NoRescheduleRequested(training).into(),
        TrainerRefusal::NotFullHour { provided: time(1, 14, 30) }.into(),
        TrainerRefusal::HourInPast { provided: two_o_clock, current: hour(1, 15) }.into(),
        TrainerRefusal::TooDistantDate { provided: hour(31, 14), weeks_ahead: 4, latest: time(29, 9, 30) }.into(),
        TrainerRefusal::TooEarlyHour { provided: hour(1, 11), first: 12 }.into(),
        TrainerRefusal::TooLateHour { provided: hour(1, 21), last: 20 }.into(),
        TrainingsRefusal::NoteTooLong { provided: Notes::MOST_CHARACTERS + 1 }.into(),
        TrainerRefusal::DateFromAfterDateTo { from: date(2026, 12, 2), to: date(2026, 12, 1) }.into(),
        TrainerRefusal::RangeTooLong { provided: AvailableHours::MOST_DAYS + 1 }.into(),
        TrainerRefusal::TooManyHours { provided: Hours::MOST + 1, days: 8 }.into(),
        CreditsRefusal::InvalidAmount { provided: 0, least: 1, most: Amount::MOST_TO_GRANT }.into(),
        CreditsRefusal::InvalidReason { provided: Reason::MOST_CHARACTERS + 1 }.into(),
        CommunityRefusal::InvalidTitle { provided: Title::MOST_CHARACTERS + 1 }.into(),
        CommunityRefusal::InvalidBody { provided: Body::MOST_CHARACTERS + 1 }.into(),
    ];
    let mut all: Vec<_> = refusals.map(Problem::from).into();
    all.extend([
        Problem::malformed_json(),
        Problem::unknown_field("/colour".to_owned()),
        Problem::invalid_field("/time", "not an RFC 3339 time, such as 2026-12-01T14:00:00Z"),
        Problem::invalid_parameter("the id in the path is not a UUID"),
        Problem::not_an_id_token(),
        Problem::no_role(),
        Problem::wrong_role("the trainer"),
        Problem::body_too_large(MOST_BYTES + 1),
        Problem::not_json(),
        Problem::key_reused(),
        Problem::internal(),
        Problem::try_again(),
        Problem::command_expired(),
    ]);
    all
}

/// A problem as the answer to a request.
pub(super) fn as_answered(problem: &Problem) -> Value {
    serde_json::from_str(&problem.clone().document("JKJaXmPLvHcESHA=")).unwrap_or_default()
}

/// A time in December.
fn time(day: i8, hour: i8, minute: i8) -> Timestamp {
    let time = date(2026, 12, day).at(hour, minute, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    time.map(|time| time.timestamp()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::http::kinds;

    #[test]
    fn there_is_one_of_each_kind() {
        let shown: Vec<_> = problems().iter().map(Problem::slug).collect();
        let kinds: BTreeSet<_> = kinds::ALL.iter().map(|kind| kind.slug).collect();
        assert_eq!(shown.iter().copied().collect::<BTreeSet<_>>(), kinds);
        assert_eq!(shown.len(), kinds.len());
    }
}
