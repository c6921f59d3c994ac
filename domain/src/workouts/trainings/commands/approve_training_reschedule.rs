use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::workouts::{
    Workouts,
    trainings::{Actor, Training, TrainingKey},
    users::{StillActive, User},
};

/// The other side agrees to the proposed time: the training moves there, on however short notice. When that hour is no
/// longer available or has passed, the command is refused and the proposal stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApproveTrainingReschedule {
    /// Which training.
    pub key: TrainingKey,
    /// Who agrees.
    pub by: Actor,
}

impl<W> Command<W> for ApproveTrainingReschedule
where
    W: Keeps<User> + Keeps<Training> + Requires<StillActive>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let (user, found) = work.load((self.by.user(), self.key)).await?;
        self.by.ensure_active(work, user.flatten().as_ref())?;
        let mut training = Training::of(self.by, self.key, found)?;
        let proposed = training.proposal_to_approve(self.by.side(), terms.now)?.time;
        let time = terms.rules.admit(proposed, terms.now)?;
        training.approve_reschedule(time, self.by.side(), terms.now)?;
        work.save(training);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{FIRST, SECOND, at, booked, deactivate, hour, key, mary, now, trainer, training},
        trainer::{HourEvent, TrainerRefusal},
        trainings::{TrainingsRefusal, commands::RequestTrainingReschedule},
        users::UsersRefusal,
    };

    fn proposed(time: &str, by: Actor) -> kit_domain::testing::Given<Workouts> {
        booked().command(&RequestTrainingReschedule { key: key(), time: hour(time), notes: None, by }, now())
    }

    fn approve(by: Actor) -> ApproveTrainingReschedule {
        ApproveTrainingReschedule { key: key(), by }
    }

    #[test]
    fn the_other_side_agrees_and_the_training_moves() {
        let mary_acts = Actor::Attendee(mary());
        for (by, other) in [(mary_acts, Actor::Trainer), (Actor::Trainer, mary_acts)] {
            let (trainer, training) = (trainer(), training());
            proposed(SECOND, by)
                .when(&approve(other), at("2026-12-03T13:00:00Z"))
                .events([
                    HourEvent::Freed { trainer, hour: hour(FIRST), training },
                    HourEvent::Booked { trainer, hour: hour(SECOND), training },
                ])
                .requires([StillActive(mary().into())]);
            proposed(SECOND, by).when(&approve(by), now()).refused(TrainingsRefusal::OwnProposal(training));
        }
    }

    #[test]
    fn neither_side_agrees_when_the_attendee_is_deactivated() {
        let mary_acts = Actor::Attendee(mary());
        for (by, other) in [(mary_acts, Actor::Trainer), (Actor::Trainer, mary_acts)] {
            let deactivated = proposed(SECOND, by).command(&deactivate(), now());
            deactivated.when(&approve(other), now()).refused(UsersRefusal::Deactivated(mary().into()));
        }
    }

    #[test]
    fn the_proposed_hour_must_be_available_and_ahead() {
        let never_set = "2026-12-02T15:00:00Z";
        let proposed = || proposed(never_set, Actor::Attendee(mary()));
        proposed().when(&approve(Actor::Trainer), now()).refused(TrainerRefusal::HourNotAvailable(hour(never_set)));
        let passed = TrainerRefusal::HourInPast { provided: hour(never_set), current: hour(never_set) };
        proposed().when(&approve(Actor::Trainer), at(never_set)).refused(passed);
    }
}
