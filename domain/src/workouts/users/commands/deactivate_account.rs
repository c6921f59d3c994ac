use kit_domain::{Command, CommandError, Keeps, Terms};

use crate::workouts::{
    Workouts,
    users::{AttendeeId, User, UserId},
};

/// An attendee closes their account. Subscribers to the event cancel upcoming trainings and clear names and notes
/// everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeactivateAccount {
    /// Whose account.
    pub attendee: AttendeeId,
}

impl<W> Command<W> for DeactivateAccount
where
    W: Keeps<User>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let id = UserId::from(self.attendee);
        let mut user = User::active(id, work.load(id).await?)?;
        user.deactivate(terms.now);
        work.save(user);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{club, deactivate, john, mary, now},
        users::{UserEvent, UsersRefusal},
    };

    #[test]
    fn an_attendee_closes_their_account_for_good() {
        club()
            .when(&deactivate(), now())
            .events([UserEvent::Deactivated { user: mary().into() }])
            .finds::<User>(&mary().into(), |user| user.deactivated() == Some(now()) && user.name().is_none())
            .then()
            .when(&deactivate(), now())
            .refused(UsersRefusal::Deactivated(mary().into()));
    }

    #[test]
    fn only_a_registered_attendee_has_an_account_to_close() {
        let unknown = DeactivateAccount { attendee: john() };
        club().when(&unknown, now()).refused(UsersRefusal::NotFound(john().into()));
    }
}
