use crate::{
    Command, Halt, Terms, UnitOfWork,
    credits::{AccountId, Amount, Reason},
    users::{AttendeeId, User, UserId},
};

/// The trainer gives an attendee credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantCredits {
    /// To whom.
    pub to: AttendeeId,
    /// How many.
    pub amount: Amount,
    /// Why.
    pub reason: Reason,
    /// Who gives them.
    pub by: UserId,
}

impl Command for GrantCredits {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, _terms: &Terms) -> Result<(), Halt> {
        let (holder, mut account) = work.load((UserId::from(self.to), AccountId(self.to))).await?;
        User::active(self.to.into(), holder)?;
        account.grant(self.amount, self.by, self.reason.clone());
        work.save(account);
        Ok(())
    }
}
