use domain::{trainings::commands::ForgetAttendee, users::UserEvent};

use crate::{
    Dependencies, Function,
    messages::{Delivery, NotTaken, Step},
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
    let mut before = Vec::new();
    loop {
        let named = dependencies.workouts.trainings_with_name(uuid::Uuid::from(user).into()).await?;
        if named.is_empty() {
            return Ok(());
        }
        if named == before {
            return Err(NotTaken::Later("names that were cleared are still there".into()));
        }
        for &key in &named {
            let command = ForgetAttendee { key };
            if let Step::Refused(refusal) =
                delivery.command(dependencies, &event, key.training.into(), &command).await?
            {
                return Err(NotTaken::Never(refusal.to_string()));
            }
        }
        before = named;
    }
}
