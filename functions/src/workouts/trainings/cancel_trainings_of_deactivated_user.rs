use adapters::workouts::trainings::upcoming_trainings;
use domain::workouts::{
    trainer::HourStart,
    trainings::{TrainingsRefusal, commands::CancelForDeactivation},
    users::UserEvent,
};
use kit_domain::Kind;
use kit_lambda::{
    Function, Service,
    messages::{Delivery, Executed, Pages, Unhandled},
    only,
};

use crate::workouts::Workouts;

/// Subscriber: cancels the trainings that a deactivated user would still have attended.
pub(crate) static CANCEL_TRAININGS_OF_DEACTIVATED_USER: Function<Workouts> =
    Function::subscriber::<domain::workouts::Workouts>(
        "cancel-trainings-of-deactivated-user",
        only::<UserEvent>("user.deactivated.v1"),
        |service, delivery| Box::pin(handle(service, delivery)),
    );

/// The refusals of a training that somebody has attended or canceled since it was found.
const NOTHING_TO_CANCEL: [Kind; 2] = [TrainingsRefusal::BEGUN, TrainingsRefusal::ALREADY_CANCELED];

/// This misses no training that was booked a moment before: a booking is conditional on the user's item, which the
/// deactivation writes, so one came after the other. An earlier booking is in the table, and is read strongly
/// consistently. A later one failed.
///
/// Each training is canceled by a command of its own, whose id follows from the event and the training. However often the
/// event comes, each is canceled once.
async fn handle(service: &Workouts, delivery: &Delivery) -> Result<(), Unhandled> {
    let event = delivery.event::<UserEvent>()?;
    let UserEvent::Deactivated { user } = event.event else { return Ok(()) };
    let attendee = uuid::Uuid::from(user).into();
    let mut pages = Pages::new();
    // Trainings of the current hour have begun, and count as held.
    let next_hour = || HourStart::after(service.runtime().clock().now());
    while let Some(page) = pages.next(upcoming_trainings(&service.table, attendee, next_hour()).await?)? {
        for &key in page {
            let command = CancelForDeactivation { key, deactivated: event.time };
            match delivery.execute(service, &event, key.training.into(), &command).await? {
                Executed::Done => {}
                Executed::Refused(refused) if NOTHING_TO_CANCEL.contains(&refused.kind()) => {}
                Executed::Refused(refused) => return Err(Unhandled::Never(refused.to_string())),
            }
        }
    }
    delivery.record_handled(service, &event).await
}
