use crate::{Halt, UnitOfWork, trainer::HourId, trainings::Training};

/// Gives a moved training its new hour and makes the one it `left`, another, available again.
pub(super) async fn move_hours<W: UnitOfWork>(work: &mut W, training: &Training, left: HourId) -> Result<(), Halt> {
    let (mut old, mut new) = work.load((left, training.hour())).await?;
    new.book(training.id())?;
    old.free(training.id());
    work.save(old);
    work.save(new);
    Ok(())
}
