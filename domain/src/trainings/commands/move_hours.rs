use crate::{
    Halt, UnitOfWork,
    trainer::{HourId, TrainerRefusal},
    trainings::Training,
};

/// Gives a moved training its new hour and makes the one it `left` available again.
pub(super) async fn move_hours<W: UnitOfWork>(work: &mut W, training: &Training, left: HourId) -> Result<(), Halt> {
    // An hour cannot be loaded twice, nor be taken by the training that holds it.
    if training.hour() == left {
        return Err(TrainerRefusal::HourNotAvailable(left.start).into());
    }
    let (mut old, mut new) = work.load((left, training.hour())).await?;
    new.book(training.id())?;
    old.free(training.id());
    work.save(old);
    work.save(new);
    Ok(())
}
