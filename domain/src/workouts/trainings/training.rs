use jiff::Timestamp;
use kit_domain::{Aggregate, Identifies};
use serde::{Deserialize, Serialize};

use super::{Actor, Canceler, Notes, Side, TrainingEvent, TrainingId, TrainingsRefusal, is_in_good_time};
use crate::workouts::{
    Workouts,
    trainer::{BookableHour, HourId, HourStart, TrainerId, TrainerRefusal},
    users::{AttendeeId, DisplayName},
};

/// Which training of which trainer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrainingKey {
    /// Who gives it.
    pub trainer: TrainerId,
    /// The training.
    pub training: TrainingId,
}

/// An hour that an attendee has booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    id: TrainingId,
    trainer: TrainerId,
    attendee: Attendee,
    time: HourStart,
    notes: Notes,
    #[serde(flatten)]
    status: Status,
    #[serde(skip)]
    events: Vec<TrainingEvent>,
}

/// Who booked a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The attendee's id.
    pub id: AttendeeId,
    /// Their name; none once they have closed their account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
}

/// Whether a training takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Status {
    /// It takes place, perhaps at another time.
    Scheduled {
        /// Another time that one side proposes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal: Option<Proposal>,
    },
    /// It does not take place. An open proposal ends with it.
    Canceled(Cancellation),
}

/// Another time for a training, until the other side agrees or either side rejects it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The proposed time.
    pub time: HourStart,
    /// The notes that the training would have then, if others than now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
    /// Who proposed it.
    pub by: Side,
}

/// The cancellation of a training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// When.
    #[serde(rename = "canceledAt")]
    pub at: Timestamp,
    /// Who did it.
    #[serde(rename = "canceledBy")]
    pub by: Canceler,
}

impl Training {
    /// A new booking.
    #[must_use]
    pub fn schedule(key: TrainingKey, attendee: Attendee, time: BookableHour, notes: Notes) -> Self {
        let TrainingKey { trainer, training } = key;
        let scheduled = TrainingEvent::Scheduled { training, trainer, attendee: attendee.id, time: time.hour() };
        let status = Status::Scheduled { proposal: None };
        Self { id: training, trainer, attendee, time: time.hour(), notes, status, events: vec![scheduled] }
    }

    /// The training `found` under `key`, if `actor` may see it.
    ///
    /// # Errors
    /// [`TrainingsRefusal::NotFound`] when there is none or `actor` may not see it.
    pub fn of(actor: Actor, key: TrainingKey, found: Option<Self>) -> Result<Self, TrainingsRefusal> {
        found.filter(|training| actor.may_see(training.attendee.id)).ok_or(TrainingsRefusal::NotFound(key.training))
    }

    /// Which training this is.
    #[must_use]
    pub fn key(&self) -> TrainingKey {
        TrainingKey { trainer: self.trainer, training: self.id }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> TrainingId {
        self.id
    }

    /// Who booked it.
    #[must_use]
    pub fn attendee(&self) -> &Attendee {
        &self.attendee
    }

    /// When it begins.
    #[must_use]
    pub fn time(&self) -> HourStart {
        self.time
    }

    /// The hour that it holds in the trainer's calendar.
    #[must_use]
    pub fn hour(&self) -> HourId {
        HourId { trainer: self.trainer, start: self.time }
    }

    /// The message to the other side.
    #[must_use]
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Whether it takes place.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Cancels it. An open proposal ends with that. The event says whether the cancellation was late.
    ///
    /// # Errors
    /// When it is canceled or has begun.
    pub fn cancel(&mut self, by: Side, now: Timestamp) -> Result<(), TrainingsRefusal> {
        self.proposal_if_changeable(now)?;
        let late = !is_in_good_time(self.time, now);
        self.change_to_canceled(by.into(), late, now);
        Ok(())
    }

    /// Cancels it because its attendee's account was deactivated, and forgets the attendee. The moment of the deactivation
    /// decides whether the cancellation is late.
    ///
    /// # Errors
    /// When it is canceled or has begun. A training that has begun counts as held.
    pub fn cancel_for_deactivation(&mut self, deactivated: Timestamp, now: Timestamp) -> Result<(), TrainingsRefusal> {
        self.proposal_if_changeable(now)?;
        let late = !is_in_good_time(self.time, deactivated);
        self.change_to_canceled(Canceler::System, late, now);
        self.forget_attendee();
        Ok(())
    }

    /// Clears the attendee's name and the notes, also those of a proposal, in any status.
    pub fn forget_attendee(&mut self) {
        let (training, trainer, attendee) = (self.id, self.trainer, self.attendee.id);
        self.attendee.name = None;
        self.notes = Notes::default();
        if let Status::Scheduled { proposal: Some(proposal) } = &mut self.status {
            proposal.notes = None;
        }
        self.events.push(TrainingEvent::AttendeeForgotten { training, trainer, attendee });
    }

    /// Moves it to another hour. An open proposal ends with that. New notes replace the old ones.
    ///
    /// # Errors
    /// When it is canceled, has begun, or begins in less than 24 hours.
    pub fn reschedule(
        &mut self,
        to: BookableHour,
        notes: Option<Notes>,
        by: Side,
        now: Timestamp,
    ) -> Result<(), TrainingsRefusal> {
        self.proposal_if_changeable(now)?;
        if !is_in_good_time(self.time, now) {
            return Err(TrainingsRefusal::TooLateToReschedule { training: self.id, time: self.time });
        }
        self.move_to(to, notes, by);
        Ok(())
    }

    /// Proposes another time; a later proposal replaces an earlier one.
    ///
    /// # Errors
    /// When it is canceled or has begun.
    pub fn request_reschedule(
        &mut self,
        time: BookableHour,
        notes: Option<Notes>,
        by: Side,
        now: Timestamp,
    ) -> Result<(), TrainingsRefusal> {
        self.proposal_if_changeable(now)?;
        let notes = self.notes_kept(notes);
        let proposed = time.hour();
        let (training, trainer, attendee, time) = (self.id, self.trainer, self.attendee.id, self.time);
        self.change(
            Status::Scheduled { proposal: Some(Proposal { time: proposed, notes, by }) },
            TrainingEvent::RescheduleRequested { training, trainer, attendee, time, proposed, by },
        );
        Ok(())
    }

    /// The proposal that `by` could approve now.
    ///
    /// # Errors
    /// When the proposal is `by`'s own, the training is canceled or has begun, or there is no proposal.
    pub fn proposal_to_approve(&self, by: Side, now: Timestamp) -> Result<&Proposal, TrainingsRefusal> {
        // Permission is checked before state.
        match &self.status {
            Status::Scheduled { proposal: Some(proposal) } if proposal.by == by => {
                Err(TrainingsRefusal::OwnProposal(self.id))
            }
            _ => self.proposal_if_changeable(now)?.ok_or(TrainingsRefusal::NoRescheduleRequested(self.id)),
        }
    }

    /// Checks that `to` is another hour than the one that the training holds.
    ///
    /// # Errors
    /// [`TrainerRefusal::HourNotAvailable`].
    pub fn another_hour(&self, to: BookableHour) -> Result<BookableHour, TrainerRefusal> {
        if to.hour() == self.time { Err(TrainerRefusal::HourNotAvailable(self.time)) } else { Ok(to) }
    }

    /// Agrees to the proposed time, if it is `time`, which can be booked. The training moves there, and takes the proposal's
    /// notes if there are any.
    ///
    /// # Errors
    /// As [`Self::proposal_to_approve`]; also when `time` is not the proposed one.
    pub fn approve_reschedule(&mut self, time: BookableHour, by: Side, now: Timestamp) -> Result<(), TrainingsRefusal> {
        let proposal = self.proposal_to_approve(by, now)?;
        if proposal.time != time.hour() {
            return Err(TrainingsRefusal::NoRescheduleRequested(self.id));
        }
        let notes = proposal.notes.clone();
        let (training, trainer, attendee, proposed) = (self.id, self.trainer, self.attendee.id, time.hour());
        self.events.push(TrainingEvent::RescheduleApproved { training, trainer, attendee, proposed, by });
        self.move_to(time, notes, by);
        Ok(())
    }

    /// Rejects the proposed time, or withdraws it. The notes stay as they are.
    ///
    /// # Errors
    /// When the training is canceled or has begun, or there is no proposal.
    pub fn reject_reschedule(&mut self, by: Side, now: Timestamp) -> Result<(), TrainingsRefusal> {
        let proposed = self.proposal_if_changeable(now)?.ok_or(TrainingsRefusal::NoRescheduleRequested(self.id))?.time;
        let (training, trainer, attendee) = (self.id, self.trainer, self.attendee.id);
        self.change(
            Status::Scheduled { proposal: None },
            TrainingEvent::RescheduleRejected { training, trainer, attendee, proposed, by },
        );
        Ok(())
    }

    /// The open proposal of a training that can still be changed.
    fn proposal_if_changeable(&self, now: Timestamp) -> Result<Option<&Proposal>, TrainingsRefusal> {
        match &self.status {
            Status::Canceled(_) => Err(TrainingsRefusal::AlreadyCanceled(self.id)),
            Status::Scheduled { .. } if self.time.time() <= now => {
                Err(TrainingsRefusal::Begun { training: self.id, time: self.time })
            }
            Status::Scheduled { proposal } => Ok(proposal.as_ref()),
        }
    }

    fn move_to(&mut self, to: BookableHour, notes: Option<Notes>, by: Side) {
        let (training, trainer, attendee, from, to) = (self.id, self.trainer, self.attendee.id, self.time, to.hour());
        self.time = to;
        if let Some(notes) = self.notes_kept(notes) {
            self.notes = notes;
        }
        self.change(
            Status::Scheduled { proposal: None },
            TrainingEvent::Rescheduled { training, trainer, attendee, from, to, by },
        );
    }

    /// A forgotten attendee's training gets no notes.
    fn notes_kept(&self, notes: Option<Notes>) -> Option<Notes> {
        notes.filter(|_| self.attendee.name.is_some())
    }

    fn change_to_canceled(&mut self, by: Canceler, late: bool, now: Timestamp) {
        let (training, trainer, attendee, time) = (self.id, self.trainer, self.attendee.id, self.time);
        self.change(
            Status::Canceled(Cancellation { at: now, by }),
            TrainingEvent::Canceled { training, trainer, attendee, time, by, late },
        );
    }

    fn change(&mut self, status: Status, event: TrainingEvent) {
        self.status = status;
        self.events.push(event);
    }
}

impl Aggregate for Training {
    type Context = Workouts;
    type Id = TrainingKey;
    type Event = TrainingEvent;
    type Loaded = Option<Self>;

    fn id(&self) -> TrainingKey {
        self.key()
    }

    fn events(&self) -> &[TrainingEvent] {
        &self.events
    }

    fn loaded(_id: &TrainingKey, found: Option<Self>) -> Option<Self> {
        found
    }
}

impl Identifies for TrainingKey {
    type Aggregate = Training;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::workouts::trainer::BookingWindow;

    const NOW: &str = "2026-12-01T10:30:00Z";

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn bookable(time: &str) -> BookableHour {
        BookingWindow::default().admit(HourStart::new(at(time)).unwrap(), at(NOW)).unwrap()
    }

    fn notes(text: &str) -> Notes {
        Notes::new(text).unwrap()
    }

    fn training_at(time: &str) -> Training {
        let key = TrainingKey { trainer: Uuid::from_u128(1).into(), training: Uuid::from_u128(2).into() };
        let attendee = Attendee { id: Uuid::from_u128(3).into(), name: DisplayName::new("Mary").ok() };
        Training::schedule(key, attendee, bookable(time), notes("knee"))
    }

    fn proposal(training: &Training) -> Option<&Proposal> {
        match training.status() {
            Status::Scheduled { proposal } => proposal.as_ref(),
            Status::Canceled(_) => None,
        }
    }

    /// Who canceled the training, and whether that was late.
    fn canceled(training: &Training) -> Option<(Canceler, bool)> {
        training.events().iter().find_map(|event| match event {
            TrainingEvent::Canceled { by, late, .. } => Some((*by, *late)),
            _ => None,
        })
    }

    #[test]
    fn a_training_is_canceled_late_from_less_than_24_hours_ahead() {
        for (side, canceler) in [(Side::Attendee, Canceler::Attendee), (Side::Trainer, Canceler::Trainer)] {
            for (now, late) in [("2026-12-02T14:00:00Z", false), ("2026-12-02T14:00:01Z", true)] {
                let mut training = training_at("2026-12-03T14:00:00Z");
                training.cancel(side, at(now)).unwrap();
                assert_eq!(canceled(&training), Some((canceler, late)));
                assert_eq!(training.status(), &Status::Canceled(Cancellation { at: at(now), by: canceler }));
            }
        }
    }

    #[test]
    fn when_the_account_was_closed_that_moment_decides_what_is_late_and_the_attendee_is_forgotten() {
        let (in_time, late) = (at("2026-12-02T14:00:00Z"), at("2026-12-02T14:00:01Z"));
        for (deactivated, is_late) in [(in_time, false), (late, true)] {
            let mut training = training_at("2026-12-03T14:00:00Z");
            training.cancel_for_deactivation(deactivated, at("2026-12-03T13:59:59Z")).unwrap();
            assert_eq!(canceled(&training), Some((Canceler::System, is_late)));
            assert_eq!((&training.attendee().name, training.notes().as_str()), (&None, ""));
        }
        let held = training_at("2026-12-03T14:00:00Z").cancel_for_deactivation(in_time, at("2026-12-03T14:00:00Z"));
        assert!(matches!(held, Err(TrainingsRefusal::Begun { .. })), "a training that has begun counts as held");
    }

    #[test]
    fn a_forgotten_attendees_proposal_has_no_notes() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        let to = bookable("2026-12-04T14:00:00Z");
        training.request_reschedule(to, Some(notes("back")), Side::Attendee, at(NOW)).unwrap();
        training.forget_attendee();
        assert_eq!(proposal(&training), Some(&Proposal { time: to.hour(), notes: None, by: Side::Attendee }));
        assert_eq!((&training.attendee().name, training.notes().as_str()), (&None, ""));
    }

    #[test]
    fn a_forgotten_attendees_training_gets_no_notes() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        training.forget_attendee();
        let to = bookable("2026-12-04T14:00:00Z");
        training.request_reschedule(to, Some(notes("back")), Side::Trainer, at(NOW)).unwrap();
        assert_eq!(proposal(&training).unwrap().notes, None);
        training.reschedule(to, Some(notes("back")), Side::Trainer, at(NOW)).unwrap();
        assert_eq!(training.notes().as_str(), "");
    }

    #[test]
    fn a_canceled_training_cannot_be_changed() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        training.request_reschedule(bookable("2026-12-04T14:00:00Z"), None, Side::Trainer, at(NOW)).unwrap();
        training.cancel(Side::Trainer, at(NOW)).unwrap();
        assert_eq!(proposal(&training), None);
        let refused = TrainingsRefusal::AlreadyCanceled(training.id());
        let to = bookable("2026-12-05T14:00:00Z");
        assert_eq!(training.cancel(Side::Trainer, at(NOW)), Err(refused.clone()));
        assert_eq!(training.reschedule(to, None, Side::Trainer, at(NOW)), Err(refused.clone()));
        assert_eq!(training.request_reschedule(to, None, Side::Trainer, at(NOW)), Err(refused.clone()));
        assert_eq!(training.approve_reschedule(to, Side::Attendee, at(NOW)), Err(refused.clone()));
        assert_eq!(training.reject_reschedule(Side::Attendee, at(NOW)), Err(refused));
    }

    #[test]
    fn a_training_that_has_begun_cannot_be_changed() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        let begun = at("2026-12-03T14:00:00Z");
        let refused = TrainingsRefusal::Begun { training: training.id(), time: training.time() };
        let to = bookable("2026-12-05T14:00:00Z");
        assert_eq!(training.cancel(Side::Trainer, begun), Err(refused.clone()));
        assert_eq!(training.reschedule(to, None, Side::Trainer, begun), Err(refused.clone()));
        assert_eq!(training.request_reschedule(to, None, Side::Trainer, begun), Err(refused.clone()));
        assert_eq!(training.reject_reschedule(Side::Trainer, begun), Err(refused));
    }

    #[test]
    fn a_training_is_moved_directly_only_in_good_time() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        let to = bookable("2026-12-05T15:00:00Z");
        assert_eq!(
            training.reschedule(to, None, Side::Attendee, at("2026-12-02T14:00:01Z")),
            Err(TrainingsRefusal::TooLateToReschedule { training: training.id(), time: training.time() })
        );
        training.reschedule(to, None, Side::Attendee, at("2026-12-02T14:00:00Z")).unwrap();
        assert_eq!(training.time(), to.hour());
        assert_eq!(training.notes(), &notes("knee"), "notes not given leave the old ones");
        training.reschedule(bookable("2026-12-05T16:00:00Z"), Some(notes("back")), Side::Attendee, at(NOW)).unwrap();
        assert_eq!(training.notes(), &notes("back"));
    }

    #[test]
    fn moving_a_training_ends_an_open_proposal() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        training.request_reschedule(bookable("2026-12-04T14:00:00Z"), None, Side::Trainer, at(NOW)).unwrap();
        training.reschedule(bookable("2026-12-05T14:00:00Z"), None, Side::Attendee, at(NOW)).unwrap();
        assert_eq!(proposal(&training), None);
    }

    #[test]
    fn a_proposal_is_approved_only_by_the_other_side_and_even_late() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        let late = at("2026-12-03T13:00:00Z");
        let to = bookable("2026-12-04T14:00:00Z");
        training.request_reschedule(to, Some(notes("back")), Side::Attendee, late).unwrap();
        assert_eq!(training.notes(), &notes("knee"), "a proposal's notes apply once it is approved");
        assert_eq!(
            training.approve_reschedule(to, Side::Attendee, late),
            Err(TrainingsRefusal::OwnProposal(training.id()))
        );
        training.approve_reschedule(to, Side::Trainer, late).unwrap();
        assert_eq!((training.time(), training.notes()), (to.hour(), &notes("back")));
        assert!(matches!(
            training.events(),
            [.., TrainingEvent::RescheduleApproved { .. }, TrainingEvent::Rescheduled { .. }]
        ));
    }

    #[test]
    fn a_training_cannot_take_the_hour_that_it_holds() {
        let training = training_at("2026-12-03T14:00:00Z");
        let own = bookable("2026-12-03T14:00:00Z");
        assert_eq!(training.another_hour(own), Err(TrainerRefusal::HourNotAvailable(own.hour())));
        assert!(training.another_hour(bookable("2026-12-03T15:00:00Z")).is_ok());
    }

    #[test]
    fn a_later_proposal_replaces_an_earlier_one() {
        let mut training = training_at("2026-12-03T14:00:00Z");
        training.request_reschedule(bookable("2026-12-04T14:00:00Z"), None, Side::Attendee, at(NOW)).unwrap();
        let to = bookable("2026-12-05T14:00:00Z");
        training.request_reschedule(to, None, Side::Trainer, at(NOW)).unwrap();
        assert_eq!(proposal(&training), Some(&Proposal { time: to.hour(), notes: None, by: Side::Trainer }));
        assert_eq!(
            training.approve_reschedule(bookable("2026-12-04T14:00:00Z"), Side::Attendee, at(NOW)),
            Err(TrainingsRefusal::NoRescheduleRequested(training.id())),
            "the earlier time is no longer proposed"
        );
    }

    #[test]
    fn either_side_rejects_a_proposal_and_the_notes_stay() {
        for by in [Side::Attendee, Side::Trainer] {
            let mut training = training_at("2026-12-03T14:00:00Z");
            training
                .request_reschedule(bookable("2026-12-04T14:00:00Z"), Some(notes("back")), Side::Trainer, at(NOW))
                .unwrap();
            training.reject_reschedule(by, at(NOW)).unwrap();
            assert_eq!((proposal(&training), training.notes()), (None, &notes("knee")));
            assert_eq!(
                training.reject_reschedule(by, at(NOW)),
                Err(TrainingsRefusal::NoRescheduleRequested(training.id()))
            );
        }
    }

    #[test]
    fn somebody_elses_training_is_not_found() {
        let training = training_at("2026-12-03T14:00:00Z");
        let key = training.key();
        let not_found = Err(TrainingsRefusal::NotFound(key.training));
        let of = |actor, found: Option<&Training>| Training::of(actor, key, found.cloned());
        assert_eq!(of(Actor::Attendee(Uuid::from_u128(9).into()), Some(&training)), not_found);
        assert_eq!(of(Actor::Trainer, None), not_found);
        assert!(of(Actor::Attendee(training.attendee().id), Some(&training)).is_ok());
        assert!(of(Actor::Trainer, Some(&training)).is_ok());
    }
}
