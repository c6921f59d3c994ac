use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::workouts::{
    Workouts,
    credits::{Account, AccountId, Amount, Reason},
    users::{AttendeeId, StillActive, User, UserId},
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

impl<W> Command<W> for TakeBackCredits
where
    W: Keeps<User> + Keeps<Account> + Requires<StillActive>,
{
    async fn decide(&self, work: &mut W, _terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let id = UserId::from(self.from);
        let (holder, mut account) = work.load((id, AccountId(self.from))).await?;
        User::active(id, holder)?;
        work.require(StillActive(id));
        account.take_back(self.amount, self.by, self.reason.clone())?;
        work.save(account);
        Ok(())
    }
}
