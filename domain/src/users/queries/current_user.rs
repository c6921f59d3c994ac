use super::UsersReadModel;
use crate::{ReadModelError, users::AttendeeId};

/// The credits of the attendee who asks. Their name and role they bring with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentUser {
    /// Who asks.
    pub attendee: AttendeeId,
}

impl CurrentUser {
    /// The balance; of somebody who is not registered it is zero.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn balance(&self, users: &impl UsersReadModel) -> Result<u64, ReadModelError> {
        Ok(users.user(self.attendee.into()).await?.map_or(0, |user| user.balance))
    }
}
