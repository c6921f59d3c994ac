use crate::{
    Halt, UnitOfWork,
    trainer::HourId,
    trainings::{Actor, Training},
    users::User,
};

/// Gives a training that `by` has moved its new hour and makes the one it `left`, another, available again.
pub(super) async fn move_hours<W: UnitOfWork>(
    work: &mut W,
    training: &Training,
    left: HourId,
    by: Actor,
) -> Result<(), Halt> {
    let ids = (by.holder_to_see(training), (left, training.hour()));
    let (holder, (mut old, mut new)) = work.load(ids).await?;
    User::may_act(holder.flatten().as_ref())?;
    new.book(training.id())?;
    old.free(training.id());
    work.save(old);
    work.save(new);
    Ok(())
}
