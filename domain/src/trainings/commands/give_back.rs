use crate::{
    Halt, UnitOfWork,
    credits::{AccountId, Refund},
    trainings::Training,
    users::{User, UserId},
};

/// Gives back what a canceled training held: its hour to the calendar, the refund to the account. If
/// `holder` is told, whose account it is must not be deactivated.
pub(super) async fn give_back<W: UnitOfWork>(
    work: &mut W,
    training: Training,
    refund: Refund,
    holder: Option<UserId>,
) -> Result<(), Halt> {
    let ids = (holder, (training.hour(), AccountId(training.attendee().id)));
    let (holder, (mut hour, mut account)) = work.load(ids).await?;
    User::may_act(holder.flatten().as_ref())?;
    hour.free(training.id());
    account.refund(refund, training.id());

    work.save(training);
    work.save(hour);
    work.save(account);
    Ok(())
}
