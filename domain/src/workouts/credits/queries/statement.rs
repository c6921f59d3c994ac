use jiff::Timestamp;

use crate::workouts::{credits::AccountEvent, users::AttendeeId};
use kit_domain::{Limit, Page, ReadModelError};

/// A page of an attendee's statement: each entry with the balance after it, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Whose account.
    pub of: AttendeeId,
    /// Where the page before ended.
    pub before: Option<Sequence>,
    /// How many entries a page holds.
    pub limit: Limit,
}

/// An entry's place in the account's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequence {
    /// The account's version that the entry was committed as.
    pub version: u64,
    /// Its place in that commit.
    pub place: u32,
}

/// An entry of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the history.
    pub sequence: Sequence,
    /// When it was made.
    pub time: Timestamp,
    /// The movement.
    pub event: AccountEvent,
}

/// The read model of the credit accounts' queries.
pub trait CreditsReadModel {
    /// The page of entries that `query` asks for.
    fn statement(
        &self,
        query: &Statement,
    ) -> impl Future<Output = Result<Page<Entry, Sequence>, ReadModelError>> + Send;
}

impl Statement {
    /// The entries, newest first.
    ///
    /// # Errors
    /// When the read model gives no answer.
    pub async fn ask(&self, credits: &impl CreditsReadModel) -> Result<Page<Entry, Sequence>, ReadModelError> {
        credits.statement(self).await
    }
}
