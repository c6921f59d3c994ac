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
