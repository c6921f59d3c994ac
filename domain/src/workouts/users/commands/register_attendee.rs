use kit_domain::{Command, CommandError, Keeps, Terms};

use crate::workouts::{
    Workouts,
    users::{AttendeeId, DisplayName, User, UserId},
};

/// Somebody has confirmed a sign-up and becomes an attendee. It changes nothing when they are one already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterAttendee {
    /// Who.
    pub attendee: AttendeeId,
    /// Their name.
    pub name: DisplayName,
}

impl<W> Command<W> for RegisterAttendee
where
    W: Keeps<User>,
{
    async fn decide(&self, work: &mut W, _terms: &Terms<Workouts>) -> Result<(), CommandError> {
        let id = UserId::from(self.attendee);
        if work.load(id).await?.is_none() {
            work.save(User::register(id, self.name.clone()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workouts::{
        given::{club, deactivate, john, mary, name, now},
        users::UserEvent,
    };

    #[test]
    fn somebody_becomes_an_attendee_once() {
        let register = RegisterAttendee { attendee: john(), name: name() };
        let registered = club().when(&register, now()).events([UserEvent::Registered { user: john().into() }]);
        registered
            .finds::<User>(&john().into(), |user| user.name() == Some(&name()))
            .then()
            .when(&register, now())
            .nothing();
    }

    #[test]
    fn a_deactivated_user_stays_deactivated() {
        let again = RegisterAttendee { attendee: mary(), name: name() };
        let deactivated = club().command(&deactivate(), now()).when(&again, now()).nothing();
        deactivated.finds::<User>(&mary().into(), |user| user.deactivated().is_some());
    }
}
