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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        credits::{AccountEvent, CreditsRefusal},
        given::{boss, club, deactivate, john, mary, now, reason},
        users::UsersRefusal,
    };

    fn take_back(from: AttendeeId, amount: i64) -> TakeBackCredits {
        TakeBackCredits { from, amount: Amount::to_take_back(amount).unwrap(), reason: reason(), by: boss() }
    }

    #[test]
    fn the_trainer_takes_back_at_most_the_balance() {
        club()
            .when(&take_back(mary(), 2), now())
            .events([AccountEvent::TakenBack {
                attendee: mary(),
                amount: Amount::TWO,
                balance: 0,
                by: boss(),
                reason: reason(),
            }])
            .requires([StillActive(mary().into())]);
        let refused = CreditsRefusal::NotEnoughCredits { needed: 3, balance: 2 };
        club().when(&take_back(mary(), 3), now()).refused(refused);
    }

    #[test]
    fn nobody_takes_back_credits_of_a_deactivated_or_unknown_user() {
        let deactivated = club().command(&deactivate(), now());
        deactivated.when(&take_back(mary(), 1), now()).refused(UsersRefusal::Deactivated(mary().into()));
        club().when(&take_back(john(), 1), now()).refused(UsersRefusal::NotFound(john().into()));
    }
}
