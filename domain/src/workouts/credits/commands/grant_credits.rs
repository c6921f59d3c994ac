use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::workouts::{
    Workouts,
    credits::{Account, AccountId, Amount, Reason},
    users::{AttendeeId, StillActive, User, UserId},
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

impl<W> Command<W> for GrantCredits
where
    W: Keeps<User> + Keeps<Account> + Requires<StillActive>,
{
    async fn decide(&self, work: &mut W, _terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let id = UserId::from(self.to);
        let (holder, mut account) = work.load((id, AccountId(self.to))).await?;
        User::active(id, holder)?;
        work.require(StillActive(id));
        account.grant(self.amount, self.by, self.reason.clone());
        work.save(account);
        Ok(())
    }
}
