use serde::{Deserialize, Serialize};

use super::Month;
use crate::workouts::{
    trainings::{Canceler, TrainingEvent},
    users::AttendeeId,
};

/// A training as the report has seen it so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedTraining {
    /// The month that it is counted in.
    pub month: Month,
    /// Who booked it.
    pub attendee: AttendeeId,
    /// Whether it takes place.
    pub standing: bool,
}

/// Something that a month counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// Trainings that take place.
    Standing,
    /// Of those, the ones of an attendee.
    StandingOf(AttendeeId),
    /// Times that a training of the month was moved, within it or to another.
    Moved,
    /// Trainings that their attendees canceled.
    CanceledByAttendee,
    /// Trainings that the trainer canceled.
    CanceledByTrainer,
    /// Of all that were canceled, those less than 24 hours ahead.
    CanceledLate,
}

/// A change of one count of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which month.
    pub month: Month,
    /// Which count.
    pub count: Count,
    /// By how much.
    pub by: i64,
}

impl ReportedTraining {
    /// The training after its next event, and the changes of the months' counts.
    ///
    /// None when the event does not follow: a first event that is not the booking, or a second booking. A subscriber that
    /// handles events in order never meets that.
    #[must_use]
    pub fn after(known: Option<Self>, event: &TrainingEvent) -> Option<(Self, Vec<Entry>)> {
        let entry = |month, count, by| Entry { month, count, by };
        let stands =
            |month, attendee, by| [entry(month, Count::Standing, by), entry(month, Count::StandingOf(attendee), by)];
        match (known, event) {
            (None, TrainingEvent::Scheduled { attendee, time, .. }) => {
                let month = Month::of(*time);
                let booked = Self { month, attendee: *attendee, standing: true };
                Some((booked, stands(month, *attendee, 1).into()))
            }
            (Some(known), TrainingEvent::Rescheduled { to, .. }) => {
                let month = Month::of(*to);
                let mut entries = vec![entry(known.month, Count::Moved, 1)];
                if month != known.month {
                    entries.extend(stands(known.month, known.attendee, -1));
                    entries.extend(stands(month, known.attendee, 1));
                }
                Some((Self { month, ..known }, entries))
            }
            (Some(known), TrainingEvent::Canceled { by, late, .. }) => {
                let mut entries: Vec<_> = stands(known.month, known.attendee, -1).into();
                let who = match by {
                    Canceler::Attendee => Some(Count::CanceledByAttendee),
                    Canceler::Trainer => Some(Count::CanceledByTrainer),
                    Canceler::System => None,
                };
                entries.extend(who.map(|who| entry(known.month, who, 1)));
                if *late {
                    entries.push(entry(known.month, Count::CanceledLate, 1));
                }
                Some((Self { standing: false, ..known }, entries))
            }
            (
                Some(known),
                TrainingEvent::RescheduleRequested { .. }
                | TrainingEvent::RescheduleApproved { .. }
                | TrainingEvent::RescheduleRejected { .. }
                | TrainingEvent::AttendeeForgotten { .. },
            ) => Some((known, Vec::new())),
            (None, _) | (Some(_), TrainingEvent::Scheduled { .. }) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::workouts::{trainer::HourStart, trainings::Side};

    fn hour(time: &str) -> HourStart {
        HourStart::new(time.parse().unwrap()).unwrap()
    }

    fn attendee() -> AttendeeId {
        Uuid::from_u128(3).into()
    }

    fn scheduled() -> TrainingEvent {
        TrainingEvent::Scheduled {
            training: Uuid::from_u128(1).into(),
            trainer: Uuid::from_u128(2).into(),
            attendee: attendee(),
            time: hour("2026-12-31T14:00:00Z"),
        }
    }

    fn moved(to: &str) -> TrainingEvent {
        TrainingEvent::Rescheduled {
            training: Uuid::from_u128(1).into(),
            trainer: Uuid::from_u128(2).into(),
            attendee: attendee(),
            from: hour("2026-12-31T14:00:00Z"),
            to: hour(to),
            by: Side::Trainer,
        }
    }

    fn entries(events: &[TrainingEvent]) -> Vec<(String, Count, i64)> {
        let mut known = None;
        let mut all = Vec::new();
        for event in events {
            let (seen, entries) = ReportedTraining::after(known, event).unwrap();
            known = Some(seen);
            all = entries;
        }
        all.into_iter().map(|Entry { month, count, by }| (month.to_string(), count, by)).collect()
    }

    #[test]
    fn a_training_moved_to_another_month_leaves_one_and_enters_the_other() {
        let (december, january) = ("2026-12".to_owned(), "2027-01".to_owned());
        assert_eq!(
            entries(&[scheduled(), moved("2027-01-02T14:00:00Z")]),
            [
                (december.clone(), Count::Moved, 1),
                (december.clone(), Count::Standing, -1),
                (december, Count::StandingOf(attendee()), -1),
                (january.clone(), Count::Standing, 1),
                (january, Count::StandingOf(attendee()), 1),
            ]
        );
        assert_eq!(entries(&[scheduled(), moved("2026-12-30T14:00:00Z")]), [("2026-12".to_owned(), Count::Moved, 1)]);
    }

    #[test]
    fn a_history_that_does_not_begin_with_a_booking_cannot_go_on() {
        assert_eq!(ReportedTraining::after(None, &moved("2027-01-02T14:00:00Z")), None);
    }

    fn canceled(by: Canceler, late: bool) -> TrainingEvent {
        let (training, trainer) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        TrainingEvent::Canceled {
            training,
            trainer,
            attendee: attendee(),
            time: hour("2026-12-31T14:00:00Z"),
            by,
            late,
        }
    }

    #[test]
    fn a_booking_counts_in_its_month() {
        let december = "2026-12".to_owned();
        assert_eq!(
            entries(&[scheduled()]),
            [(december.clone(), Count::Standing, 1), (december, Count::StandingOf(attendee()), 1)]
        );
    }

    #[test]
    fn a_cancellation_counts_for_the_side_that_canceled_and_as_late() {
        let december = || "2026-12".to_owned();
        let gone = [(december(), Count::Standing, -1), (december(), Count::StandingOf(attendee()), -1)];
        for (by, late, also) in [
            (Canceler::Attendee, false, vec![Count::CanceledByAttendee]),
            (Canceler::Trainer, true, vec![Count::CanceledByTrainer, Count::CanceledLate]),
            (Canceler::System, false, vec![]),
            (Canceler::System, true, vec![Count::CanceledLate]),
        ] {
            let also = also.into_iter().map(|count| (december(), count, 1));
            let expected: Vec<_> = gone.iter().cloned().chain(also).collect();
            assert_eq!(entries(&[scheduled(), canceled(by, late)]), expected);
        }
    }

    #[test]
    fn the_training_is_known_as_the_events_left_it() {
        let after = |known, event| ReportedTraining::after(known, &event).map(|(known, _)| known);
        let known = after(None, scheduled());
        let december = Month::of(hour("2026-12-31T14:00:00Z"));
        assert_eq!(known, Some(ReportedTraining { month: december, attendee: attendee(), standing: true }));
        let known = after(known, moved("2027-01-02T14:00:00Z"));
        let january = Month::of(hour("2027-01-02T14:00:00Z"));
        assert_eq!(known, Some(ReportedTraining { month: january, attendee: attendee(), standing: true }));
        let known = after(known, canceled(Canceler::System, false));
        assert_eq!(known, Some(ReportedTraining { month: january, attendee: attendee(), standing: false }));
    }

    #[test]
    fn an_event_without_a_count_changes_nothing() {
        let (known, _) = ReportedTraining::after(None, &scheduled()).unwrap();
        let (training, trainer) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let forgotten = TrainingEvent::AttendeeForgotten { training, trainer, attendee: attendee() };
        assert_eq!(ReportedTraining::after(Some(known), &forgotten), Some((known, vec![])));
        assert_eq!(ReportedTraining::after(Some(known), &scheduled()), None, "a training is booked once");
    }
}
