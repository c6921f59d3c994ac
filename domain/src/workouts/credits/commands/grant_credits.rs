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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        credits::AccountEvent,
        given::{boss, club, deactivate, grant, john, mary, now, reason},
        users::UsersRefusal,
    };

    #[test]
    fn the_trainer_grants_credits_to_an_active_user() {
        let (attendee, amount) = (mary(), Amount::to_grant(3).unwrap());
        club()
            .when(&grant(3), now())
            .events([AccountEvent::Granted { attendee, amount, balance: 5, by: boss(), reason: reason() }])
            .requires([StillActive(mary().into())]);
    }

    #[test]
    fn nobody_grants_credits_to_a_deactivated_or_unknown_user() {
        let deactivated = club().command(&deactivate(), now());
        deactivated.when(&grant(1), now()).refused(UsersRefusal::Deactivated(mary().into()));
        let to_john = GrantCredits { to: john(), ..grant(1) };
        club().when(&to_john, now()).refused(UsersRefusal::NotFound(john().into()));
    }
}
