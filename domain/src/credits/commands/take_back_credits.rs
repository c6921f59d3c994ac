use crate::{
    Command, Halt, Terms, UnitOfWork,
    credits::{AccountId, Amount, Reason},
    users::{AttendeeId, User, UserId},
};

/// The trainer takes credits back that an attendee should not have been given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeBackCredits {
    /// From whom.
    pub from: AttendeeId,
    /// How many: at most the balance.
    pub amount: Amount,
    /// Why.
    pub reason: Reason,
    /// Who takes them.
    pub by: UserId,
}

impl Command for TakeBackCredits {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, _terms: &Terms) -> Result<(), Halt> {
        let (holder, mut account) = work.load((UserId::from(self.from), AccountId(self.from))).await?;
        User::active(self.from.into(), holder)?;
        account.take_back(self.amount, self.by, self.reason.clone())?;
        work.save(account);
        Ok(())
    }
}
