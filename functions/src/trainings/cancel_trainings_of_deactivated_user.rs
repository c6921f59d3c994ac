use domain::{
    Refusal,
    trainer::HourStart,
    trainings::{TrainingsRefusal, commands::CancelForDeactivation},
    users::UserEvent,
};

use crate::{
    Dependencies, Function,
    messages::{Delivery, NotTaken, Step},
};

/// Subscriber: cancels what a deactivated user would still have attended.
pub static CANCEL_TRAININGS_OF_DEACTIVATED_USER: Function =
    Function::subscriber("cancel-trainings-of-deactivated-user", |dependencies, delivery| {
        Box::pin(take(dependencies, delivery))
    });

/// Why no training is missed that was booked a moment before: the booking's transaction and the one that
/// deactivated the user both write the user's item, so one came after the other. A booking that came
/// first is in the table, and is read from there strongly consistently; one that came later failed.
///
/// Each training is canceled by a command of its own, whose id follows from the event and the training:
/// however often the event comes, each is canceled once.
async fn take(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    let event = delivery.event::<UserEvent>()?;
    let UserEvent::Deactivated { user } = event.event else { return Ok(()) };
    let mut before = Vec::new();
    loop {
        let now = dependencies.clock.now();
        // Those of the current hour have begun, and count as held.
        let from = HourStart::containing(now);
        let upcoming = dependencies.workouts.upcoming_trainings(uuid::Uuid::from(user).into(), from).await?;
        // What was canceled is not found again. If it is, turning round and round here will not help.
        if !upcoming.is_empty() && upcoming == before {
            return Err(NotTaken::Later("trainings that were canceled are still listed".into()));
        }
        let mut canceled = 0;
        for &key in &upcoming {
            let command = CancelForDeactivation { key, deactivated: event.time };
            match delivery.command(dependencies, &event, key.training.into(), &command).await? {
                Step::Done => canceled += 1,
                Step::Refused(Refusal::Trainings(
                    TrainingsRefusal::Begun { .. } | TrainingsRefusal::AlreadyCanceled(_),
                )) => {}
                Step::Refused(refusal) => return Err(NotTaken::Never(refusal.to_string())),
            }
        }
        if canceled == 0 {
            return Ok(());
        }
        before = upcoming;
    }
}
