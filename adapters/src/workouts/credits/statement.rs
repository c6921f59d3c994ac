use domain::workouts::{
    Workouts,
    credits::{
        AccountEvent, AccountId,
        queries::{CreditsReadModel, Entry, Sequence, Statement},
    },
};
use kit_domain::{Page, ReadModelError};
use kit_dynamodb::{Range, item::commit_sk, transaction::Commit};

use super::{account::collection, stored_event::StoredEvent};
use crate::Table;

impl CreditsReadModel for Table<Workouts> {
    async fn statement(&self, query: &Statement) -> Result<Page<Entry, Sequence>, ReadModelError> {
        let before = query.before.unwrap_or(Sequence { version: u64::MAX, place: u32::MAX });
        // The commit that the page before ended in may have earlier entries.
        let last = if query.before.is_some() { commit_sk(before.version) } else { commit_sk(MOST_VERSIONS) };
        let range = Range::new(collection(AccountId(query.of)), commit_sk(0), last);
        // A commit has at least one entry: one more commit than a page, and one that may be told already.
        let commits: Vec<Commit<StoredEvent>> = self.last_of_table(range, query.limit.get() + 2).await?;
        let entries = commits
            .into_iter()
            .flat_map(|commit| commit.events.into_iter().rev())
            .map(|event| Entry {
                sequence: Sequence { version: event.sequence.version, place: event.sequence.place },
                time: event.time,
                event: AccountEvent::from(event.event),
            })
            .filter(|entry| entry.sequence < before)
            .collect();
        Ok(Page::cut(entries, query.limit, |entry: &Entry| entry.sequence))
    }
}

/// Sorts after every version's key, which has ten digits.
const MOST_VERSIONS: u64 = 9_999_999_999;
