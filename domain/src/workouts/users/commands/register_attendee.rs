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
