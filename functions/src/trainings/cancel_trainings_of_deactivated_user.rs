use domain::{
    Refusal,
    trainer::HourStart,
    trainings::{TrainingsRefusal, commands::CancelForDeactivation},
    users::UserEvent,
};

use crate::{
    Dependencies, Function,
    messages::{Delivery, NotTaken, Pages, Step},
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
    let attendee = uuid::Uuid::from(user).into();
    let mut pages = Pages::new();
    // Those of the current hour have begun, and count as held.
    let next_hour = || HourStart::after(dependencies.clock.now());
    while let Some(page) = pages.next(dependencies.workouts.upcoming_trainings(attendee, next_hour()).await?)? {
        for &key in page {
            let command = CancelForDeactivation { key, deactivated: event.time };
            match delivery.command(dependencies, &event, key.training.into(), &command).await? {
                Step::Done
                | Step::Refused(Refusal::Trainings(
                    TrainingsRefusal::Begun { .. } | TrainingsRefusal::AlreadyCanceled(_),
                )) => {}
                Step::Refused(refusal) => return Err(NotTaken::Never(refusal.to_string())),
            }
        }
    }
    delivery.remember(dependencies, &event).await
}
