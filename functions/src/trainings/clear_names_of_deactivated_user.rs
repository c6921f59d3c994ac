use domain::{trainings::commands::ForgetAttendee, users::UserEvent};

use crate::{
    Dependencies, Function,
    messages::{Delivery, NotTaken, Pages, Step},
};

/// Subscriber: clears the name and the notes of a deactivated user from their trainings.
pub static CLEAR_NAMES_OF_DEACTIVATED_USER: Function =
    Function::subscriber("clear-names-of-deactivated-user", |dependencies, delivery| {
        Box::pin(take(dependencies, delivery))
    });

/// Works in pages that may be repeated: what is cleared is not found again, and nothing is noted any more
/// about somebody who has been forgotten.
async fn take(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    let event = delivery.event::<UserEvent>()?;
    let UserEvent::Deactivated { user } = event.event else { return Ok(()) };
    let attendee = uuid::Uuid::from(user).into();
    let mut pages = Pages::new();
    while let Some(page) = pages.next(dependencies.workouts.trainings_with_name(attendee).await?)? {
        for &key in page {
            let command = ForgetAttendee { key };
            let step = delivery.command(dependencies, &event, key.training.into(), &command).await?;
            if let Step::Refused(refusal) = step {
                return Err(NotTaken::Never(refusal.to_string()));
            }
        }
    }
    delivery.remember(dependencies, &event).await
}
