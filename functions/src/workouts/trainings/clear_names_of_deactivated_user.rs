use adapters::workouts::trainings::trainings_with_name;
use domain::workouts::{trainings::commands::ForgetAttendee, users::UserEvent};
use kit_lambda::{
    Function,
    messages::{Delivery, Executed, Pages, Unhandled},
    only,
};

use crate::workouts::Workouts;

/// Subscriber: clears the name and the notes of a deactivated user from their trainings.
pub(crate) static CLEAR_NAMES_OF_DEACTIVATED_USER: Function<Workouts> =
    Function::subscriber::<domain::workouts::Workouts>(
        "clear-names-of-deactivated-user",
        only::<UserEvent>("user.deactivated.v1"),
        |service, delivery| Box::pin(handle(service, delivery)),
    );

/// Works in pages that may be repeated: a training that has been cleared is not found again, and nobody writes notes any
/// more about a user who has been forgotten.
async fn handle(service: &Workouts, delivery: &Delivery) -> Result<(), Unhandled> {
    let event = delivery.event::<UserEvent>()?;
    let UserEvent::Deactivated { user } = event.event else { return Ok(()) };
    let attendee = uuid::Uuid::from(user).into();
    let mut pages = Pages::new();
    while let Some(page) = pages.next(trainings_with_name(&service.table, attendee).await?)? {
        for &key in page {
            let command = ForgetAttendee { key };
            let step = delivery.execute(service, &event, key.training.into(), &command).await?;
            if let Executed::Refused(refusal) = step {
                return Err(Unhandled::Never(refusal.to_string()));
            }
        }
    }
    delivery.record_handled(service, &event).await
}
