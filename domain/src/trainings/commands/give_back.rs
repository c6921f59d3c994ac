use crate::{
    Halt, UnitOfWork,
    credits::{AccountId, Refund},
    trainings::Training,
};

/// Gives back what a canceled training held: its hour to the calendar, the refund to the account.
pub(super) async fn give_back<W: UnitOfWork>(work: &mut W, training: Training, refund: Refund) -> Result<(), Halt> {
    let (mut hour, mut account) = work.load((training.hour(), AccountId(training.attendee().id))).await?;
    hour.free(training.id());
    account.refund(refund, training.id());

    work.save(training);
    work.save(hour);
    work.save(account);
    Ok(())
}
