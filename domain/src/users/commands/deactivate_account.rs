use crate::{
    Command, Halt, Terms, UnitOfWork,
    users::{AttendeeId, User, UserId},
};

/// An attendee closes their account. Everything of theirs follows: upcoming trainings are canceled, and
/// names and notes are cleared wherever they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeactivateAccount {
    /// Whose account.
    pub attendee: AttendeeId,
}

impl Command for DeactivateAccount {
    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let id = UserId::from(self.attendee);
        let mut user = User::active(id, work.load(id).await?)?;
        user.deactivate(terms.now);
        work.save(user);
        Ok(())
    }
}
