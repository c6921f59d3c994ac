use adapters::{causes, effort, reports::Taken};
use domain::trainings::TrainingEvent;

use crate::{
    Dependencies, Function,
    messages::{Delivery, NotTaken},
};

/// Subscriber: counts each training's events, in order, in the trainer's months.
pub static REPORT_TRAININGS: Function =
    Function::subscriber("report-trainings", |dependencies, delivery| Box::pin(take(dependencies, delivery)));

async fn take(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    let event = delivery.event::<TrainingEvent>()?;
    match dependencies.reports().tell(&event).await {
        Taken::Counted => Ok(()),
        Taken::Before => {
            effort::duplicate();
            Ok(())
        }
        Taken::TooEarly => Err(NotTaken::Early),
        Taken::Unavailable(cause) => Err(NotTaken::Later(causes(&*cause))),
        Taken::Never(cause) => Err(NotTaken::Never(causes(&*cause))),
    }
}
